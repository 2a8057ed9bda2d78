namespace FineFlow.Core.Datasets;

/// <summary>The three parts of a dataset, which are also the names of their folders.</summary>
public static class SplitNames
{
    /// <summary>The split that models are trained on.</summary>
    public const string Train = "train";

    /// <summary>The split that checkpoints are chosen by.</summary>
    public const string Valid = "valid";

    /// <summary>The split of reported results.</summary>
    public const string Test = "test";

    /// <summary>All three, in their order in time.</summary>
    public static IReadOnlyList<string> All { get; } = [Train, Valid, Test];
}
