using FineFlow.Core;

namespace FineFlow.Plots.Charts;

/// <summary>A chart of an experiment: plain data that knows how to lay itself out.</summary>
/// <param name="Title">The headline; empty where a caption says it.</param>
/// <param name="Note">A line below the headline: what the numbers are, over how many seeds, on which split; may be empty.</param>
public abstract record Chart(string Title, string Note)
{
    /// <exception cref="BadInputException">The data cannot be shown.</exception>
    internal abstract void Validate();

    /// <summary>Everything on the page with its place. Expects valid data.</summary>
    internal abstract ChartPage LayOut();

    /// <summary>How messages call this chart.</summary>
    private protected string Source => $"figure '{Title}'";
}
