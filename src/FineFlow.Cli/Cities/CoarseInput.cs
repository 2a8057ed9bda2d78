using FineFlow.Engine.Predictions;
using FineFlow.Ingest.Maps;

namespace FineFlow.Cli.Cities;

/// <summary>Coarse counts of any form, as the input of a prediction.</summary>
internal static class CoarseInput
{
    /// <summary>Returns the input, with what is known of the counts' time and place.</summary>
    /// <exception cref="Core.BadInputException">A count is negative or infinite.</exception>
    public static PredictionInput From(GridCounts counts) => new()
    {
        Source = counts.Source,
        Inputs = counts.Inputs(),
        Origin = new(counts.Describe()),
        HasChannelAxis = counts.HasChannelAxis,
    };
}
