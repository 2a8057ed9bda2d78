using FineFlow.Browser.Tests.Fixtures;
using Xunit.Sdk;
using Xunit.v3;

// One browser and one server for all; pages drawn by the processor would only slow each other down.
[assembly: Parallelization(Mode = ParallelMode.None)]
[assembly: AssemblyFixture(typeof(BrowserFixture))]
