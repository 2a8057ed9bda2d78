using FineFlow.Core;
using FineFlow.Outputs;
using FineFlow.Torch.Inference;

namespace FineFlow.Engine.Predictions;

/// <summary>Options of a prediction.</summary>
public sealed record PredictionOptions
{
    /// <summary>The one slot that a picture shows, from 0; the mean of all where null.</summary>
    public int? Slot { get; init; }

    /// <summary>The tiles that large maps are inferred in; whole maps where null.</summary>
    public Tiling? Tiling { get; init; }

    /// <summary>What is asked for.</summary>
    public AnswerOptions Answer { get; init; } = new();

    /// <summary>Whether to refuse maps that are unlike those of the model's training, instead of warning.</summary>
    public bool Strict { get; init; }

    /// <exception cref="BadInputException">
    /// The slot is not there, the format holds all slots or no quantiles, or an option contradicts itself.
    /// </exception>
    internal void Check(OutputFormat format, FlowMaps coarse)
    {
        Answer.Check();
        if (Answer.Quantiles.Count > 0 && !format.HoldsQuantiles)
        {
            throw new BadInputException("quantiles", "are not shown by a .png; .npy, .tif, .csv or .geojson is expected")
            { Setting = nameof(Answer.Quantiles) };
        }

        if (Slot is not { } slot)
        {
            return;
        }

        if (!format.ShowsOneMap)
        {
            throw new BadInputException("slot", "chooses what a .png shows; other formats hold all slots") { Setting = nameof(Slot) };
        }

        if (slot < 0 || slot >= coarse.Samples)
        {
            throw new BadInputException("slot", $"is {slot}; the input has slots 0 .. {coarse.Samples - 1}") { Setting = nameof(Slot) };
        }
    }
}
