using Xunit.Sdk;
using Xunit.v3;

// Torch's random state and its number of threads belong to the process: trainings cannot run side by side.
[assembly: Parallelization(Mode = ParallelMode.None)]
