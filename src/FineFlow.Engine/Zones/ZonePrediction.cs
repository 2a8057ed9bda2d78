using System.Diagnostics;
using FineFlow.Core;
using FineFlow.Core.Distributions;
using FineFlow.Core.Zones;
using FineFlow.Engine.Predictions;
using FineFlow.Torch.Inference;

namespace FineFlow.Engine.Zones;

/// <summary>
/// The flow in zones as a model infers it. Its intervals are those of random maps that add up (<see cref="Draws"/>): of a zone of whole
/// blocks the flow is certain, and of another only the blocks on its edge are in doubt.
/// </summary>
internal static class ZonePrediction
{
    /// <summary>Random maps a slot. The ends of a 90 % interval are two of their totals: the 10th from below and from above.</summary>
    private const int Maps = 199;

    private const int Tail = 10;

    /// <summary>Infers the flow in zones, slot by slot.</summary>
    /// <param name="model">The model.</param>
    /// <param name="input">The coarse maps.</param>
    /// <param name="truth">True fine maps of the same slots; null where they are not known.</param>
    /// <param name="zones">Zones on the model's fine grid.</param>
    /// <param name="progress">Is told how many slots are done.</param>
    /// <param name="cancellationToken">Checked between batches and random maps.</param>
    /// <returns>The totals. They have intervals where the model says how sure it is and all counts are whole.</returns>
    /// <exception cref="BadInputException">The model or the memory does not admit the maps.</exception>
    public static ZoneTotals Run(
        IFlowModel model,
        PredictionInput input,
        FlowMaps? truth,
        IReadOnlyList<Zone> zones,
        IProgress<ZoneProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(zones);
        var (inputs, slots, clock) = (input.Inputs, new List<ZoneTotal[][]>(), Stopwatch.StartNew());
        var sure = model.GivesDistribution && inputs.Coarse.IsWhole;
        CutBlocks? cut = null;
        foreach (var band in model.Infer(inputs, null, input.Source, cancellationToken))
        {
            cut ??= sure ? new(zones, band.Coarse, band.Fine.Rows / band.Coarse.Rows) : null;
            for (var sample = 0; sample < band.Fine.Samples; sample++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                slots.Add(Totals(band.Only(sample), band.Sample + sample, truth, zones, cut));
                progress?.Report(new(slots.Count, inputs.Samples, clock.Elapsed.TotalSeconds));
            }
        }

        return new(zones, (model.Card.Data?.Manifest ?? new()).ChannelNames(inputs.Coarse.Channels), inputs.Time, slots);
    }

    private static ZoneTotal[][] Totals(FineBand slot, int number, FlowMaps? truth, IReadOnlyList<Zone> zones, CutBlocks? cut)
    {
        var (flow, drawn) = (Sums(slot.Fine, 0, zones), cut is null ? null : Drawn(slot, number, zones, cut));
        var known = truth is null ? null : Sums(truth, number, zones);
        return [.. zones.Select((_, zone) => flow[zone].Select((value, channel) =>
        {
            double[]? sorted = drawn is null ? null : [.. drawn.Select(sums => sums[zone][channel]).Order()];
            return new ZoneTotal(value, sorted?[Tail - 1], sorted?[^Tail], known?[zone][channel]);
        }).ToArray())];
    }

    /// <summary>Returns the totals of random maps.</summary>
    private static double[][][] Drawn(FineBand slot, int number, IReadOnlyList<Zone> zones, CutBlocks cut)
    {
        const long Seed = 0;
        var distribution = slot.Distribution ?? throw new InvalidOperationException("the maps come without a distribution");
        var counts = slot.CountsOrExpected();
        var (doubtful, drawn) = (cut.Only(counts), new double[Maps][][]);
        Parallel.For(0, Maps, map => drawn[map] = Sums(Draws.Map(doubtful, distribution, Seed, map, number), 0, zones));
        for (var zone = 0; zone < zones.Count; zone++)
        {
            for (var channel = 0; channel < counts.Channels; channel++)
            {
                var certain = cut.Whole(counts, zone, channel);
                Array.ForEach(drawn, sums => sums[zone][channel] += certain);
            }
        }

        return drawn;
    }

    /// <summary>Returns the flow of each zone in each channel of a sample.</summary>
    private static double[][] Sums(FlowMaps maps, int sample, IReadOnlyList<Zone> zones) =>
        [.. zones.Select(zone => Enumerable.Range(sample * maps.Channels, maps.Channels).Select(map => zone.Sum(maps, map)).ToArray())];
}
