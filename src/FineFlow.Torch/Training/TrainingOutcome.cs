using FineFlow.Torch.Training.Runs;
namespace FineFlow.Torch.Training;

/// <summary>Why a training ended.</summary>
public enum TrainingEnd
{
    /// <summary>All epochs are done.</summary>
    Completed,

    /// <summary>No better epoch for as long as the recipe's patience.</summary>
    OutOfPatience,

    /// <summary>The caller asked to stop; the state is on the disk.</summary>
    Interrupted,
}

/// <summary>How a training ended.</summary>
/// <param name="End">Why.</param>
/// <param name="History">All finished epochs, those of earlier sessions included.</param>
/// <param name="Initial">What was taken over from another run's weights; null where nothing was in this session.</param>
public sealed record TrainingOutcome(TrainingEnd End, IReadOnlyList<EpochRecord> History, InitialWeights? Initial = null)
{
    /// <summary>The best epoch, which the bundle holds; null if none has finished.</summary>
    public EpochRecord? Best => History.LastOrDefault(e => e.Best);
}
