using System.Diagnostics;
using FineFlow.Core;
using FineFlow.Core.Zones;
using FineFlow.Engine.Predictions;
using FineFlow.Torch.Inference;

namespace FineFlow.Engine.Zones;

/// <summary>The flow in zones as a model infers it.</summary>
internal static class ZonePrediction
{
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
        var counter = new ZoneCounter(zones, truth, model.GivesDistribution && inputs.Coarse.IsWhole);
        foreach (var band in model.Infer(inputs, null, input.Source, cancellationToken))
        {
            for (var sample = 0; sample < band.Fine.Samples; sample++)
            {
                slots.Add(counter.Totals(band.Only(sample), band.Sample + sample, cancellationToken));
                progress?.Report(new(slots.Count, inputs.Samples, clock.Elapsed.TotalSeconds));
            }
        }

        return new(zones, (model.Card.Data?.Manifest ?? new()).ChannelNames(inputs.Coarse.Channels), inputs.Time, slots);
    }
}
