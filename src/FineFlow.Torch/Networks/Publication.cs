namespace FineFlow.Torch.Networks;

/// <summary>A paper, as a list of references names it.</summary>
internal sealed record Publication
{
    /// <summary>The name by which LaTeX's \cite knows it.</summary>
    public required string Key { get; init; }

    /// <summary>The authors in their order, each as "Family, Given".</summary>
    public required IReadOnlyList<string> Authors { get; init; }

    /// <summary>The title.</summary>
    public required string Title { get; init; }

    /// <summary>The conference's proceedings, or the journal where <see cref="InJournal"/>.</summary>
    public required string Venue { get; init; }

    /// <summary>The venue in short, such as "KDD".</summary>
    public required string ShortVenue { get; init; }

    /// <summary>The year of its volume.</summary>
    public required int Year { get; init; }

    /// <summary>Whether <see cref="Venue"/> is a journal.</summary>
    public bool InJournal { get; init; }

    /// <summary>The volume; null where there is none.</summary>
    public string? Volume { get; init; }

    /// <summary>The number in the volume; null where there is none.</summary>
    public string? Number { get; init; }

    /// <summary>The pages as "1-8"; null where they are not known.</summary>
    public string? Pages { get; init; }

    /// <summary>The digital object identifier; null where it is not known.</summary>
    public string? Doi { get; init; }

    /// <summary>The number on arXiv; null where there is none.</summary>
    public string? Arxiv { get; init; }

    /// <summary>The page where it can be read; null where none is known.</summary>
    public string? Link => Doi is not null ? $"https://doi.org/{Doi}" : Arxiv is not null ? $"https://arxiv.org/abs/{Arxiv}" : null;

    /// <summary>Its name in a sentence, such as "Liang et al., KDD 2019".</summary>
    public override string ToString() => Invariant($"{Authors[0].Split(',')[0]} et al., {ShortVenue} {Year}");
}
