using FineFlow.Core;

namespace FineFlow.Plots.Charts;

/// <summary>A chart of an experiment: data and their layout.</summary>
/// <param name="Title">The headline; empty where a caption replaces it.</param>
/// <param name="Note">A line below the headline about the numbers: seeds, split and so on; may be empty.</param>
internal abstract record Chart(string Title, string Note)
{
    /// <exception cref="BadInputException">The data cannot be shown.</exception>
    internal abstract void Validate();

    /// <summary>Lays out valid data on a page.</summary>
    internal abstract ChartPage LayOut();

    /// <summary>Name of this chart in messages.</summary>
    private protected string Source => $"figure '{Title}'";
}
