using FineFlow.Core.Metrics;
using FineFlow.Core.Tables;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Cli.Terminal.Progress;

/// <summary>What an epoch of a training brought, short enough for a terminal of 80 columns.</summary>
internal static class EpochText
{
    private const double NotableFlatShare = 0.001;

    /// <summary>The epoch in a line. Evenly split cells, which tell of dead densities, are mentioned where there are some.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="epochs">Epochs at most.</param>
    /// <param name="bestEpoch">The best epoch; null where it is one of an earlier session.</param>
    public static string Of(EpochRecord epoch, int epochs, int? bestEpoch)
    {
        var loss = epoch.TrainLoss is { } value ? $"  loss {NumberText.Brief(value)}" : "";
        var flat = epoch.FlatBlocks >= NotableFlatShare ? $"  flat {NumberText.Share(epoch.FlatBlocks)}" : "";
        var best = epoch.Best ? "  best" : bestEpoch is { } known ? $"  best {known}" : "";
        return $"epoch {epoch.Epoch}/{epochs}{loss}  {Validation(epoch.Valid, " ")}{flat}  {NumberText.Duration(epoch.Seconds)}{best}";
    }

    /// <summary>The errors on the validation part.</summary>
    /// <param name="valid">The errors; of 0 samples where no fine counts are known there.</param>
    /// <param name="separator">What stands between them.</param>
    public static string Validation(FlowMetrics valid, string separator = ", ") =>
        valid.Samples > 0 ? $"valid {valid.Text(separator)}" : "no fine counts to validate on";
}
