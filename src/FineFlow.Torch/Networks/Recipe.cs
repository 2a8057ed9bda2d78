using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using FineFlow.Core.Settings;

namespace FineFlow.Torch.Networks;

/// <summary>Optimizers.</summary>
public enum OptimizerKind
{
    /// <summary>Adam.</summary>
    Adam,

    /// <summary>Adam with decoupled weight decay.</summary>
    [JsonStringEnumMemberName("adamw")]
    AdamW,

    /// <summary>Stochastic gradient descent with momentum.</summary>
    Sgd,
}

/// <summary>Learning rate schedules.</summary>
public enum ScheduleKind
{
    /// <summary>The steps of the recipe (<see cref="Recipe.Schedule"/>).</summary>
    Steps,

    /// <summary>Half a cosine from the initial learning rate to nearly 0.</summary>
    Cosine,
}

/// <summary>How a network is trained: everything but the network, the loss, the data and the seed.</summary>
public sealed record Recipe : IValidatableObject
{
    /// <summary>Name of the recipe that each model's authors published.</summary>
    public const string ReferenceName = "reference";

    /// <summary>
    /// PLGF's protocol (section 5 and appendix A), the same for all models: Adam at 3e-4, halved every 8 epochs, batches of 20, up to 100
    /// epochs with early stopping. The paper does not give its patience; here it is 20 epochs.
    /// </summary>
    public static Recipe Common { get; } = new() { Name = "common" };

    /// <summary>The names of the recipes.</summary>
    public static IReadOnlyList<string> Names { get; } = [Common.Name, ReferenceName];

    /// <summary>The recipe's name, which accompanies every result.</summary>
    public required string Name { get; init; }

    /// <summary>Largest number of epochs.</summary>
    [Option("N", Default = "the recipe's", OnResume = ResumeRule.Change, Title = "epochs at most"), Range(1, 1_000_000)]
    [Description("epochs at most, over all sessions of the run")]
    public int Epochs { get; init; } = 100;

    /// <summary>Samples of a training step.</summary>
    [Option("N", Default = "the recipe's"), Range(1, 65536), Description("samples of a training step")]
    public int BatchSize { get; init; } = 20;

    /// <summary>The initial learning rate.</summary>
    [Option("X", Default = "the recipe's", Title = "initial learning rate"), Range(1e-12, 10), Description("initial learning rate")]
    public double LearningRate { get; init; } = 3e-4;

    /// <summary>The optimizer.</summary>
    [Option("NAME", Default = "adam"), Description("optimizer: adam, adamw or sgd")]
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.Adam;

    /// <summary>Weight decay; null for 0.01 with AdamW and 0 with the other optimizers.</summary>
    [Option("X", Default = "0.01 for adamw, 0 for the others"), Range(0.0, 1.0)]
    [Description("weight decay: of the weights themselves with adamw, added to the gradient with the others")]
    public double? WeightDecay { get; init; }

    /// <summary>SGD's momentum.</summary>
    [Option("X", Default = "0.9", Title = "momentum of SGD"), Range(0, 0.999999), Description("momentum of sgd")]
    public double Momentum { get; init; } = 0.9;

    /// <summary>Largest norm over all gradients; larger gradients are scaled down to it before a step. Null for no limit.</summary>
    [Option("NORM", Title = "largest gradient norm"), Range(1e-12, 1e12)]
    [Description("scale the gradients down to this norm over all of them where it is larger")]
    public double? ClipGrad { get; init; }

    /// <summary>The learning rate schedule.</summary>
    [Option("NAME", Name = "schedule", Default = "steps", Title = "schedule of the learning rate")]
    [Description("how the learning rate falls: steps (the recipe's) or cosine")]
    public ScheduleKind ScheduleKind { get; init; } = ScheduleKind.Steps;

    /// <summary>Epochs in which the learning rate rises from nearly 0.</summary>
    [Option("EPOCHS", Default = "0", Title = "epochs of warm-up"), Range(0, 1_000_000)]
    [Description("epochs in which the learning rate rises from nearly 0")]
    public int WarmUp { get; init; }

    /// <summary>The steps of the learning rate.</summary>
    public IReadOnlyList<LearningRateStep> Schedule { get; init; } = [new(First: 8, Every: 8, Factor: 0.5)];

    /// <summary>Whether Adam's moments are reset when the learning rate changes, as by authors who then create a new optimizer.</summary>
    public bool ResetsMoments { get; init; }

    /// <summary>Whether the loss compares flows in the network's output unit rather than in raw counts.</summary>
    public bool ScaledLoss { get; init; }

    /// <summary>Whether the last batch of an epoch is left out if it is short.</summary>
    public bool DropsLastBatch { get; init; }

    /// <summary>Adam's decay rate of the first moment.</summary>
    [Range(0, 0.999999)]
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Adam's decay rate of the second moment.</summary>
    [Range(0, 0.999999)]
    public double Beta2 { get; init; } = 0.999;

    /// <summary>
    /// Decay of the exponential moving average of the weights, which is validated and kept in place of the weights; null for no average.
    /// Above 0.99999 the steps would be lost in the rounding of 32-bit floats.
    /// </summary>
    [Option("DECAY", Title = "average of the weights, decay"), Range(0, 0.99999)]
    [Description("validate and keep an exponential moving average of the weights with this decay, as 0.999")]
    public double? Ema { get; init; }

    /// <summary>Epochs without a better validation MSE after which a training stops; null for no limit.</summary>
    [Option("N", Default = "the recipe's", OnResume = ResumeRule.Change, Title = "patience, epochs"), Range(1, 1_000_000)]
    [Description("stop after so many epochs without a better validation MSE")]
    public int? Patience { get; init; } = 20;

    /// <summary>Validates that the schedule gives a learning rate for every epoch.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Schedule.Any(step => step is not { Every: >= 1, Factor: > 0 and <= 1e6 }))
        {
            yield return new("must repeat after at least 1 epoch, by a factor above 0", [nameof(Schedule)]);
        }

        if (ScheduleKind == ScheduleKind.Cosine && WarmUp >= Epochs)
        {
            yield return new(Invariant($"must be less than the {Epochs} epochs of a cosine schedule"), [nameof(WarmUp)]);
        }
    }

    /// <summary>Returns the training steps of an epoch over a number of samples, at least one.</summary>
    public int StepsOf(int samples) =>
        DropsLastBatch && samples >= BatchSize ? samples / BatchSize : (samples + BatchSize - 1) / BatchSize;

    /// <summary>Returns whether the optimizer's moments are reset before an epoch, counted from 0.</summary>
    public bool ResetsMomentsBefore(int epoch) => ResetsMoments && epoch > 0 && LearningRateAt(epoch) != LearningRateAt(epoch - 1);

    /// <summary>Returns the learning rate of an epoch, counted from 0, by <see cref="Schedule"/>.</summary>
    public double LearningRateAt(int epoch) =>
        Schedule.Aggregate(LearningRate, (rate, step) => rate * Math.Pow(step.Factor, step.CountAt(epoch)));
}
