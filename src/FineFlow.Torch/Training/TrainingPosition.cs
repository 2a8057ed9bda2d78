using System.Text.Json;
using FineFlow.Core;
using FineFlow.Torch.Settings;

namespace FineFlow.Torch.Training;

/// <summary>Where a training stands: enough, with the tensors, to go on as if it had never stopped.</summary>
internal sealed record TrainingPosition
{
    /// <summary>Finished epochs.</summary>
    public int Epoch { get; init; }

    /// <summary>Finished steps of the current epoch.</summary>
    public int Step { get; init; }

    /// <summary>Sum over the current epoch's samples of their batch's mean loss.</summary>
    public double LossSum { get; init; }

    /// <summary>Samples of the current epoch so far.</summary>
    public int Samples { get; init; }

    /// <summary>Seconds spent in the current epoch so far.</summary>
    public double Seconds { get; init; }

    /// <summary>The finished epochs.</summary>
    public IReadOnlyList<EpochRecord> History { get; init; } = [];

    /// <summary>The best epoch so far, or null.</summary>
    public EpochRecord? Best => History.LastOrDefault(e => e.Best);

    /// <summary>Whether so many epochs have passed without a better one.</summary>
    public bool OutOfPatience(int? patience) => Best is { } best && Epoch - best.Epoch >= patience;

    /// <summary>A position as a state file holds it.</summary>
    /// <exception cref="BadInputException">It is none.</exception>
    public static TrainingPosition Parse(string json, string path)
    {
        try
        {
            return JsonSerializer.Deserialize<TrainingPosition>(json, JsonStyle.Line) is { Step: >= 0, Samples: >= 0 } position
                && position.Epoch == position.History.Count
                ? position
                : throw new BadInputException(path, "its position contradicts itself");
        }
        catch (JsonException failure)
        {
            throw new BadInputException(path, $"its position is damaged at {failure.Path}", failure);
        }
    }
}
