using FineFlow.Torch.Inference;

namespace FineFlow.Torch.Training.Runs;

/// <summary>A training took over weights of another run or bundle.</summary>
/// <param name="Transfer">What it took, and what was made anew.</param>
public sealed record InitialWeights(WeightTransfer Transfer) : TrainingProgress;
