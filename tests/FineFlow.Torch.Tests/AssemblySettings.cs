using FineFlow.Torch.Tests;
using Xunit.Sdk;
using Xunit.v3;

// Torch's random state, its number of threads and its count of live tensors belong to the process: tests that seed or count cannot run
// side by side.
[assembly: Parallelization(Mode = ParallelMode.None)]
[assembly: AssemblyFixture(typeof(OneThread))]
