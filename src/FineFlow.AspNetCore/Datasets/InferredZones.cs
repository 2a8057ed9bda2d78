using FineFlow.Core;
using FineFlow.Core.Zones;
using FineFlow.Engine.Inference;
using FineFlow.Engine.Registry;
using FineFlow.Engine.Zones;

namespace FineFlow.AspNetCore.Datasets;

/// <summary>
/// The flow in zones that callers send, in slots of datasets as models infer them. Requests take turns, slot by slot: what is counted at
/// once uses all processors anyway.
/// </summary>
internal sealed class InferredZones(InferenceEngine engine) : IDisposable
{
    /// <summary>Slots of a request at most: a day of a minute each.</summary>
    public const int MaxSlots = 1440;

    /// <summary>Totals of a request at most: zones, slots and channels.</summary>
    public const int MaxTotals = 100_000;

    private const int MaxRequests = 16;

    private readonly SemaphoreSlim _turn = new(1);
    private int _requests;

    /// <summary>How much work the zones of a request may be.</summary>
    public static ZoneLimits Limits { get; } = new(Zones: 1_000, Places: 100_000, Cells: 20_000_000);

    /// <summary>Reads zones and infers the flow in them.</summary>
    /// <exception cref="BadInputException">The zones are none, or the model and the dataset do not fit together.</exception>
    /// <exception cref="RefusedException">The engine or this work is at its limit.</exception>
    public async Task<ZoneAnswer> GetAsync(
        ServedModel model, ServedDataset data, ZoneRequest request, CancellationToken cancellationToken)
    {
        data.CheckModel(model);
        if (Interlocked.Increment(ref _requests) > MaxRequests)
        {
            Interlocked.Decrement(ref _requests);
            throw engine.Refuse();
        }

        try
        {
            var zones = await InTurnAsync(() => request.Read(data, Limits, cancellationToken), cancellationToken);
            return await CountAsync(model, data, request, zones, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _requests);
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<ZoneAnswer> CountAsync(
        ServedModel model, ServedDataset data, ZoneRequest request, IReadOnlyList<Zone> zones, CancellationToken cancellationToken)
    {
        var (from, count) = (request.From, request.Count);
        if ((long)zones.Count * count * data.Channels.Count > MaxTotals)
        {
            throw new BadInputException(
                "count",
                $"is {count}, of {zones.Count} zones and {data.Channels.Count} channel(s); {MaxTotals} totals are answered at most");
        }

        var inputs = data.Split.Inputs.Slice(from, count);
        var counter = new ZoneCounter(zones, data.Split.Fine, model.GivesDistribution && inputs.Coarse.IsWhole);
        var (slots, warnings) = (new List<ZoneTotal[][]>(), new List<string>());
        foreach (var number in Enumerable.Range(from, count))
        {
            // One at a time: others find room in the engine's queue.
            var slot = await engine.WaitAndInferAsync(model, data.Sample(number), cancellationToken);
            slots.Add(await InTurnAsync(() => counter.Totals(slot.Inferred, number, cancellationToken), cancellationToken));
            warnings.AddRange(slot.Warnings);
        }

        warnings.AddRange(zones.Select(zone => zone.Warning).OfType<string>());
        return new(data, model, new(zones, data.Channels, inputs.Time, slots) { From = from }, [.. warnings.Distinct()]);
    }

    private async Task<T> InTurnAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(work, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }
}
