using FineFlow.Core;
using FineFlow.Core.Conservation;
using FineFlow.Core.Datasets;
using FineFlow.Core.Metrics;
using FineFlow.Torch.Networks;

namespace FineFlow.Torch.Inference;

/// <summary>Errors and conservation of a network's maps on a split.</summary>
/// <param name="Metrics">
/// The literature's metrics over all cells whose true counts are known, in raw counts; of 0 samples where none are.
/// </param>
/// <param name="Conservation">How far the fine maps deviate from the coarse counts.</param>
/// <param name="FlatBlocks">Share of the non-empty coarse cells that are split evenly, a sign of dead densities.</param>
public sealed record Evaluation(FlowMetrics Metrics, ConservationResidual Conservation, double FlatBlocks)
{
    /// <summary>The network's distributions beside the truth; null where it has none, or where they were not measured.</summary>
    internal DistributionEvaluation? Distribution { get; init; }

    /// <summary>The errors in districts that a training left out, and in the others; null where they were not told apart.</summary>
    internal DistrictErrors? Districts { get; init; }

    /// <summary>Runs a network over a split and compares its maps with the true ones.</summary>
    /// <param name="network">The network.</param>
    /// <param name="split">The split.</param>
    /// <param name="source">Where the split comes from, for error messages.</param>
    /// <param name="cancellationToken">Checked between batches.</param>
    /// <exception cref="BadInputException">The network does not accept the split's maps.</exception>
    public static Evaluation Run(FlowNetwork network, FlowSplit split, string source, CancellationToken cancellationToken = default) =>
        Measure(split, Bands(network, split, source, cancellationToken));

    /// <summary>Runs a network over a split and compares its maps, and its distributions where it has some, with the true maps.</summary>
    /// <inheritdoc cref="Run(FlowNetwork, FlowSplit, string, CancellationToken)"/>
    /// <param name="network">The network.</param>
    /// <param name="split">The split.</param>
    /// <param name="source">Where the split comes from, for error messages.</param>
    /// <param name="zones">Random rectangles a map whose sums are measured as well; 0: none.</param>
    /// <param name="leftOut">Blocks whose errors are measured apart from the others'; null: none.</param>
    /// <param name="cancellationToken">Checked between batches.</param>
    internal static Evaluation RunWithDistribution(
        FlowNetwork network,
        FlowSplit split,
        string source,
        int zones = 0,
        LeftOutBlocks? leftOut = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(split);
        var distributions = new DistributionSums(split.Fine.SampleLength, zones);
        var districts = leftOut is null ? null : new DistrictSums(leftOut, split.Fine);
        var evaluation = Measure(split, Bands(network, split, source, cancellationToken), band =>
        {
            distributions.Add(band, split.Fine);
            districts?.Add(band);
        });
        return evaluation with { Distribution = distributions.Result(evaluation.Metrics), Districts = districts?.Result() };
    }

    /// <summary>Runs a network over a split.</summary>
    /// <returns>The inferred fine maps, of the shape of the true ones.</returns>
    /// <inheritdoc cref="Run(FlowNetwork, FlowSplit, string, CancellationToken)"/>
    public static FlowMaps Infer(FlowNetwork network, FlowSplit split, string source, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(split);
        return FineBand.Join(
            Bands(network, split, source, cancellationToken), FineMaps.Create(network.Options.ScaleFactor, split.Coarse, source));
    }

    /// <summary>Compares inferred fine maps with the true ones of a split.</summary>
    public static Evaluation Compare(FlowSplit split, FlowMaps inferred)
    {
        ArgumentNullException.ThrowIfNull(split);
        ArgumentNullException.ThrowIfNull(inferred);
        var sums = new EvaluationSums(split.Fine.SampleLength, split.LeftOut);
        sums.Add(split.Coarse, split.Fine.Values, inferred, split.Mask);
        return sums.Result();
    }

    /// <summary>Compares inferred bands with the true maps of a split.</summary>
    /// <param name="split">The split.</param>
    /// <param name="bands">All its samples, in order.</param>
    /// <param name="also">Measures more of each band.</param>
    internal static Evaluation Measure(FlowSplit split, IEnumerable<FineBand> bands, Action<FineBand>? also = null)
    {
        ArgumentNullException.ThrowIfNull(split);
        var (sums, length) = (new EvaluationSums(split.Fine.SampleLength, split.LeftOut), split.Fine.SampleLength);
        foreach (var band in bands)
        {
            sums.Add(band.Coarse, split.Fine.Values.AsSpan(band.Sample * length, band.Fine.Values.Length), band.Fine, band.Mask);
            also?.Invoke(band);
        }

        return sums.Result();
    }

    /// <summary>Infers a split's maps batch by batch.</summary>
    internal static IEnumerable<FineBand> Bands(FlowNetwork network, FlowSplit split, string source, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(network);
        var (factor, built) = (split.Fine.Rows / split.Coarse.Rows, network.Options.ScaleFactor);
        if (factor != built)
        {
            throw new BadInputException(source, $"has an upscaling factor of {factor}, but this {network.GetName()} was built for {built}");
        }

        InferenceMemory.Check(network, split.Coarse.Rows, split.Coarse.Columns, source);
        return Predictor.Bands(network, split.Inputs, source, Predictor.DefaultBatch, cancellationToken);
    }
}
