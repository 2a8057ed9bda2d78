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

    /// <summary>The command that makes the file, for formats that hold it; null where there is none.</summary>
    public string? Command { get; init; }

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
            throw new BadInputException("quantiles", $"are not shown by a .png; {Endings(other => other.HoldsQuantiles)} is expected")
            { Setting = nameof(Answer.Quantiles) };
        }

        if (Answer.ZerosAsNodata && !format.HoldsNodata)
        {
            throw new BadInputException(
                "zeros as nodata", $"is of formats that know cells without data; {Endings(other => other.HoldsNodata)} is expected")
            { Setting = nameof(Answer.ZerosAsNodata) };
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

    private static string Endings(Func<OutputFormat, bool> holds)
    {
        var endings = OutputFormats.All.Where(format => format.Endings.Count > 0 && holds(format)).Select(format => format.Endings[0]);
        return string.Join(" or ", string.Join(", ", endings.SkipLast(1)), endings.Last());
    }
}
