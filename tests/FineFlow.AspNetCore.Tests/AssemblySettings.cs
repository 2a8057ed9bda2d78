using FineFlow.Engine.Tests.Fixtures;
using Xunit.Sdk;
using Xunit.v3;

// Servers have threads of their own; tests that measure what one does under load cannot run beside others.
[assembly: Parallelization(Mode = ParallelMode.None)]
[assembly: AssemblyFixture(typeof(OneThread))]
