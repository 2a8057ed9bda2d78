using FineFlow.Browser.Tests.Fixtures;

// One browser and one server for all; pages of one browser would only slow each other down.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: AssemblyFixture(typeof(BrowserFixture))]
