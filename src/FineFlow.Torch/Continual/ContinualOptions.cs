using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace FineFlow.Torch.Continual;

/// <summary>Settings of the strategies, with the authors' values where they have published some.</summary>
internal sealed record ContinualOptions
{
    /// <summary>Samples that the replay buffer M holds; half as many of each task between the first and the last.</summary>
    [Range(2, 1_000_000), Description("replay: samples that are kept, 1000 by CUFAR's authors")]
    public int Buffer { get; init; } = 1000;

    /// <summary>Samples m that are replayed in each step.</summary>
    [Range(1, 65536), Description("replay: kept samples that join each batch")]
    public int Replayed { get; init; } = 2;

    /// <summary>Samples of a batch whose target data-free training exchanges.</summary>
    [Range(1, FlowNoise.Pool), Description("data-free: samples of a batch that get their neighbour's target")]
    public int NoisyTargets { get; init; } = 4;

    /// <summary>Factor of UNO's penalty in the loss.</summary>
    [Range(0, 1e12), Description("importance: factor of the penalty in the loss")]
    public double ImportanceWeight { get; init; } = 1e-3;

    /// <summary>Factor of the variance term in UNO's penalty; 0 leaves it out.</summary>
    [Range(0, 1e12), Description("importance: factor of the variances' part of the penalty")]
    public double VarianceWeight { get; init; } = 1;

    /// <summary>Factor lambda of elastic weight consolidation.</summary>
    [Range(0, 1e12), Description("ewc: factor lambda of the penalty in the loss")]
    public double EwcWeight { get; init; } = 1;

    /// <summary>Samples by which elastic weight consolidation estimates the importance of weights.</summary>
    [Range(1, 1_000_000), Description("ewc: samples of a task that the importance of weights is estimated on")]
    public int EwcSamples { get; init; } = 200;
}
