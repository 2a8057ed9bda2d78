using System.Globalization;
using FineFlow.Core.Tables;
using FineFlow.Torch.Training.Callbacks;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Cli.Terminal;

/// <summary>A training's progress in words, short enough for a terminal of 80 columns.</summary>
internal static class ProgressText
{
    private const double NotableFlatShare = 0.001;

    /// <summary>Where a training is within an epoch.</summary>
    public static string Of(StepReport step, int trainSamples) => string.Create(
        CultureInfo.InvariantCulture,
        $"epoch {step.Epoch}/{step.Epochs}  step {step.Step}/{step.Steps}  loss {step.Loss:G4}  {step.SamplesPerSecond:G4} samples/s")
        + $"  at most {NumberText.Duration(step.SecondsLeft(trainSamples))} left";

    /// <summary>What an epoch brought. Evenly split cells, which tell of dead densities, are mentioned where there are some.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="epochs">Epochs at most.</param>
    /// <param name="bestEpoch">The best epoch; null where it is one of an earlier session.</param>
    public static string Of(EpochRecord epoch, int epochs, int? bestEpoch)
    {
        var loss = epoch.TrainLoss is { } value ? Text($"  loss {value:G4}") : "";
        var flat = epoch.FlatBlocks >= NotableFlatShare ? Text($"  flat {epoch.FlatBlocks:P1}") : "";
        var best = epoch.Best ? "  best" : bestEpoch is { } known ? Text($"  best {known}") : "";
        return Text($"epoch {epoch.Epoch}/{epochs}{loss}  valid {epoch.Valid.Text(" ")}{flat}  ")
            + $"{NumberText.Duration(epoch.Seconds)}{best}";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
