namespace FineFlow.Torch.Tests;

/// <summary>Tests that change what the whole process shares: they run alone.</summary>
[CollectionDefinition(nameof(WholeProcess), DisableParallelization = true)]
public sealed class WholeProcess;
