using System.ComponentModel.DataAnnotations;

namespace FineFlow.Torch.Networks;

/// <summary>How a network is trained: everything but the network, the loss, the data and the seed.</summary>
public sealed record Recipe : IValidatableObject
{
    /// <summary>The name of each model's own published protocol.</summary>
    public const string ReferenceName = "reference";

    /// <summary>
    /// The paper's protocol (PLGF, section 5 and appendix A), for a fair comparison of all models: Adam at 3e-4, halved every 8
    /// epochs, batches of 20, up to 100 epochs with early stopping. The paper does not give its patience: 20 epochs.
    /// </summary>
    public static Recipe Common { get; } = new() { Name = "common" };

    /// <summary>The names that <c>--recipe</c> takes.</summary>
    public static IReadOnlyList<string> Names { get; } = [Common.Name, ReferenceName];

    /// <summary>The name that is printed with every number.</summary>
    public required string Name { get; init; }

    /// <summary>Epochs at most.</summary>
    [Range(1, 1_000_000)]
    public int Epochs { get; init; } = 100;

    /// <summary>Samples of a training step.</summary>
    [Range(1, 65536)]
    public int BatchSize { get; init; } = 20;

    /// <summary>Adam's initial learning rate.</summary>
    [Range(1e-12, 10)]
    public double LearningRate { get; init; } = 3e-4;

    /// <summary>How the learning rate falls.</summary>
    public IReadOnlyList<LearningRateStep> Schedule { get; init; } = [new(First: 8, Every: 8, Factor: 0.5)];

    /// <summary>Whether Adam forgets its moments when the learning rate changes: the authors make a new optimizer then.</summary>
    public bool ResetsMoments { get; init; }

    /// <summary>Whether the loss is taken in the network's output scale rather than in raw counts.</summary>
    public bool ScaledLoss { get; init; }

    /// <summary>Whether the last, short batch of an epoch is left out.</summary>
    public bool DropsLastBatch { get; init; }

    /// <summary>Adam's decay of the mean.</summary>
    [Range(0, 0.999999)]
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Adam's decay of the variance.</summary>
    [Range(0, 0.999999)]
    public double Beta2 { get; init; } = 0.999;

    /// <summary>
    /// Decay of the exponential moving average of the weights, which is then validated and kept in place of the weights themselves; null: no
    /// average. Above 0.99999 the steps would be lost in the rounding of 32-bit floats.
    /// </summary>
    [Range(0, 0.99999)]
    public double? Ema { get; init; }

    /// <summary>Stop after so many epochs without a better validation MSE; null: never.</summary>
    [Range(1, 1_000_000)]
    public int? Patience { get; init; } = 20;

    /// <summary>Refuses a schedule that has no learning rate for some epoch.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Schedule.Any(step => step is not { Every: >= 1, Factor: > 0 and <= 1e6 }))
        {
            yield return new("must repeat after at least 1 epoch, by a factor above 0", [nameof(Schedule)]);
        }
    }

    /// <summary>Training steps of an epoch over so many samples: at least one.</summary>
    public int StepsOf(int samples) =>
        DropsLastBatch && samples >= BatchSize ? samples / BatchSize : (samples + BatchSize - 1) / BatchSize;

    /// <summary>The learning rate of an epoch, counted from 0.</summary>
    public double LearningRateAt(int epoch) =>
        Schedule.Aggregate(LearningRate, (rate, step) => rate * Math.Pow(step.Factor, step.CountAt(epoch)));
}
