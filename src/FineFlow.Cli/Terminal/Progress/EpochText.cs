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
        var valid = epoch.Valid.Samples > 0 ? $"valid {epoch.Valid.Text(" ")}" : "no fine counts to validate on";
        return $"epoch {epoch.Epoch}/{epochs}{loss}  {valid}{flat}  {NumberText.Duration(epoch.Seconds)}{best}";
    }
}
