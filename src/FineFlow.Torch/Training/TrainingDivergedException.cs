namespace FineFlow.Torch.Training;

/// <summary>The loss is no longer a number. The states written before are untouched.</summary>
public sealed class TrainingDivergedException(string message) : Exception(message);
