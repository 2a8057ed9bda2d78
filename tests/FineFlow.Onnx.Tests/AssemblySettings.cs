using FineFlow.Torch.Tests;
using Xunit.Sdk;
using Xunit.v3;

// Torch's random state and its number of threads belong to the process.
[assembly: Parallelization(Mode = ParallelMode.None)]
[assembly: AssemblyFixture(typeof(OneThread))]
