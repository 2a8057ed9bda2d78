using FineFlow.Core;
using FineFlow.Core.Conservation;
using FineFlow.Core.Distributions;
using FineFlow.Outputs;
using FineFlow.Torch.Inference;

namespace FineFlow.Engine.Predictions;

/// <summary>Fine maps as they are given out: those that were asked for, and measured after that.</summary>
/// <param name="Fine">Fine maps [n, C, N*H, N*W], in counts; the whole ones where whole counts are asked for.</param>
/// <param name="Whole">The whole counts, where those are asked for.</param>
/// <param name="Residual">The differences between observed blocks and the coarse counts as given.</param>
internal sealed record MeasuredMaps(FlowMaps Fine, long[]? Whole, ConservationResidual Residual)
{
    /// <summary>The quantiles that were asked for, in that order.</summary>
    public IReadOnlyList<QuantileMaps> Quantiles { get; init; } = [];

    /// <summary>The draws that were asked for, whole counts [n, C, N*H, N*W] each; drawn one by one as they are gone through.</summary>
    public IEnumerable<FlowMaps> Draws { get; init; } = [];

    /// <summary>Derives what is asked for from inferred maps, and measures it.</summary>
    /// <param name="inferred">Maps as a model infers them. Whole samples, where a distribution is needed.</param>
    /// <param name="options">What is asked for.</param>
    /// <exception cref="BadInputException">The answer does not follow from the coarse counts or the model.</exception>
    public static MeasuredMaps Create(FineBand inferred, AnswerOptions options)
    {
        ArgumentNullException.ThrowIfNull(inferred);
        ArgumentNullException.ThrowIfNull(options);
        var counts = inferred.CountsOrExpected();
        var (fine, whole) = Estimate(inferred, counts, options);
        return new(fine, whole, ConservationResidual.Of(inferred.Coarse, fine, inferred.Mask))
        {
            Quantiles =
            [
                .. options.Quantiles.Select(level =>
                    new QuantileMaps(level, Core.Distributions.Quantiles.Map(counts, DistributionOf(inferred), level))),
            ],
            Draws = Enumerable.Range(0, options.Draws).Select(number =>
                Core.Distributions.Draws.Map(counts, DistributionOf(inferred), options.Seed, number, inferred.Sample)),
        };
    }

    private static (FlowMaps Fine, long[]? Whole) Estimate(FineBand inferred, FlowMaps counts, AnswerOptions options)
    {
        if (options.Estimate != EstimateKind.Mean)
        {
            var best = Estimates.Map(counts, DistributionOf(inferred), options.Estimate);
            return (best, Array.ConvertAll(best.Values, count => (long)count));
        }

        if (!options.Integers)
        {
            return (inferred.Fine, null);
        }

        var whole = LargestRemainder.Round(inferred.Fine, counts);
        return (LargestRemainder.AsMaps(whole, inferred.Fine), whole);
    }

    private static ShareDistribution DistributionOf(FineBand inferred) =>
        inferred.Distribution ?? throw new InvalidOperationException("the maps come without a distribution");
}
