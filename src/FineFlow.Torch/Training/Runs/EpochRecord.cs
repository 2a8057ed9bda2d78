using System.Text.Json.Serialization;
using FineFlow.Core.Metrics;

namespace FineFlow.Torch.Training.Runs;

/// <summary>One finished epoch, a line of history.jsonl.</summary>
/// <param name="Epoch">Its number, counted from 1.</param>
/// <param name="LearningRate">The learning rate in it.</param>
/// <param name="TrainLoss">The mean loss over its samples; null for a model without gradients.</param>
/// <param name="Valid">The metrics on the validation split after it.</param>
/// <param name="FlatBlocks">Share of the validation split's non-empty coarse cells that are split evenly: dead densities.</param>
/// <param name="Best">Whether it is the best so far.</param>
/// <param name="Seconds">Seconds of the epoch, validation included.</param>
/// <param name="SamplesPerSecond">Training samples a second, validation excluded.</param>
/// <param name="Ema">Decay of the average of the weights that was validated; null: the weights themselves were.</param>
public sealed record EpochRecord(
    int Epoch,
    double LearningRate,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? TrainLoss,
    FlowMetrics Valid,
    double FlatBlocks,
    bool Best,
    double Seconds,
    double SamplesPerSecond,
    double? Ema = null) : TrainingProgress;
