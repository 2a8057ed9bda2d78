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
}
