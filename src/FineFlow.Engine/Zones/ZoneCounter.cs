using FineFlow.Core;
using FineFlow.Core.Distributions;
using FineFlow.Core.Zones;
using FineFlow.Torch.Inference;

namespace FineFlow.Engine.Zones;

/// <summary>
/// Counts the flow in zones, one inferred slot after the other. Intervals are those of random maps that add up (<see cref="Draws"/>): of a
/// zone of whole blocks the flow is certain, and of another only the blocks on its edge are in doubt.
/// </summary>
/// <param name="zones">Zones on the fine grid.</param>
/// <param name="truth">True fine maps of all slots; null where they are not known.</param>
/// <param name="isSure">Whether the model says how sure it is and all counts are whole, so that there are intervals.</param>
internal sealed class ZoneCounter(IReadOnlyList<Zone> zones, FlowMaps? truth, bool isSure)
{
    /// <summary>Random maps a slot. The ends of a 90 % interval are two of their totals: the 10th from below and from above.</summary>
    private const int Maps = 199;

    private const int Tail = 10;

    private CutBlocks? _cut;

    /// <summary>Returns the totals of a slot: of each zone, of each channel.</summary>
    /// <param name="slot">The slot, inferred: whole maps of one sample.</param>
    /// <param name="number">Its number among those of the truth, from which its random maps follow as well.</param>
    /// <param name="cancellationToken">Checked between random maps.</param>
    public ZoneTotal[][] Totals(FineBand slot, int number, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(slot);
        var (flow, drawn) = (Sums(slot.Fine, 0, zones), isSure ? Drawn(slot, number, cancellationToken) : null);
        var known = truth is null ? null : Sums(truth, number, zones);
        return [.. zones.Select((_, zone) => flow[zone].Select((value, channel) =>
        {
            double[]? sorted = drawn is null ? null : [.. drawn.Select(sums => sums[zone][channel]).Order()];
            return new ZoneTotal(value, sorted?[Tail - 1], sorted?[^Tail], known?[zone][channel]);
        }).ToArray())];
    }

    /// <summary>Returns the totals of random maps.</summary>
    private double[][][] Drawn(FineBand slot, int number, CancellationToken cancellationToken)
    {
        const long Seed = 0;
        var distribution = slot.Distribution ?? throw new InvalidOperationException("the maps come without a distribution");
        var (counts, drawn) = (slot.CountsOrExpected(), new double[Maps][][]);
        var cut = _cut ??= new(zones, slot.Coarse, slot.Fine.Rows / slot.Coarse.Rows);
        var doubtful = cut.Only(counts);
        Parallel.For(0, Maps, new ParallelOptions { CancellationToken = cancellationToken }, map =>
            drawn[map] = Sums(Draws.Map(doubtful, distribution, Seed, map, number), 0, cut.Doubtful));
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
