using FineFlow.Torch.Training.Runs;
namespace FineFlow.Torch.Training;

/// <summary>Reasons for the end of a training.</summary>
public enum TrainingEnd
{
    /// <summary>All epochs are done.</summary>
    Completed,

    /// <summary>No better epoch for as long as the recipe's patience.</summary>
    OutOfPatience,

    /// <summary>The caller asked to stop; the state is on the disk.</summary>
    Interrupted,
}

/// <summary>Outcome of a training.</summary>
/// <param name="End">The reason for its end.</param>
/// <param name="History">All finished epochs, those of earlier sessions included.</param>
/// <param name="Initial">Weights taken over from another run; null where none were in this session.</param>
public sealed record TrainingOutcome(TrainingEnd End, IReadOnlyList<EpochRecord> History, InitialWeights? Initial = null)
{
    /// <summary>The best epoch, which the bundle holds; null if none has finished.</summary>
    public EpochRecord? Best => Finished ?? BestEpoch;

    /// <summary>
    /// The best epoch with the measures of the finished model, for models that something is fitted to after the last step.
    /// </summary>
    internal EpochRecord? Finished { get; init; }

    private EpochRecord? BestEpoch => History.LastOrDefault(e => e.Best);
}
