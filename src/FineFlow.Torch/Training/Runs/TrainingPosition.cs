using FineFlow.Core.Metrics;

namespace FineFlow.Torch.Training.Runs;

/// <summary>Position of a training: with the tensors, sufficient to resume as if it had never stopped.</summary>
internal sealed record TrainingPosition
{
    /// <summary>Finished epochs.</summary>
    public int Epoch { get; init; }

    /// <summary>Finished steps of the current epoch.</summary>
    public int Step { get; init; }

    /// <summary>Sum over the current epoch's samples of their batch's mean loss, as far as it has been read.</summary>
    public double LossSum { get; init; }

    /// <summary>Samples of the current epoch so far.</summary>
    public int Samples { get; init; }

    /// <summary>Seconds spent in the current epoch so far.</summary>
    public double Seconds { get; init; }

    /// <summary>The finished epochs.</summary>
    public IReadOnlyList<EpochRecord> History { get; init; } = [];

    /// <summary>The best epoch so far, or null.</summary>
    public EpochRecord? Best => History.LastOrDefault(epoch => epoch.Best);

    /// <summary>Training samples a second in the current epoch so far; 0 before its first step.</summary>
    public double SamplesPerSecond => Samples == 0 ? 0 : Samples / Seconds;

    /// <summary>Returns the current epoch's record.</summary>
    /// <param name="rate">The learning rate of its last step.</param>
    /// <param name="metrics">The errors on the validation split.</param>
    /// <param name="flatBlocks">Share of the validation split's non-empty coarse cells that are split evenly.</param>
    /// <param name="seconds">Seconds that the validation took.</param>
    /// <param name="decay">Decay of the weight average, if there is one.</param>
    public EpochRecord Record(double rate, FlowMetrics metrics, double flatBlocks, double seconds, double? decay) => new(
        Epoch + 1,
        rate,
        Samples == 0 ? null : LossSum / Samples,
        metrics,
        flatBlocks,
        Best is not { } best || metrics[MetricCatalog.Mse] < best.Valid[MetricCatalog.Mse],
        Seconds + seconds,
        SamplesPerSecond,
        Samples == 0 ? null : decay);

    /// <summary>Returns the position after one more step, whose loss is not read yet.</summary>
    /// <param name="samples">Its samples.</param>
    public TrainingPosition AfterStep(int samples) => this with { Step = Step + 1, Samples = Samples + samples };

    /// <summary>Returns the position with the loss of a step that was read.</summary>
    /// <param name="loss">The mean loss of its samples.</param>
    /// <param name="samples">Its samples.</param>
    public TrainingPosition WithLoss(double loss, int samples) => this with { LossSum = LossSum + loss * samples };

    /// <summary>Returns the position after the current epoch.</summary>
    public TrainingPosition AfterEpoch(EpochRecord record) => new() { Epoch = Epoch + 1, History = [.. History, record] };
}
