using FineFlow.Torch.Inference;

namespace FineFlow.Experiments.Reports;

/// <summary>Content of a page about fine maps whose truth is not known.</summary>
internal sealed record InferenceSummary
{
    /// <summary>Name of the counts.</summary>
    public required string Name { get; init; }

    /// <summary>The model's card.</summary>
    public required ModelCard Card { get; init; }

    /// <summary>The numbers at the head of the page.</summary>
    public required IReadOnlyList<(string Name, string Value, string Note)> Headline { get; init; }

    /// <summary>What was found out about the counts.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>How the counts are unlike those that the model was trained on.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Pictures of slots, PNG.</summary>
    public required IReadOnlyList<(string Title, byte[] Png)> Pictures { get; init; }
}
