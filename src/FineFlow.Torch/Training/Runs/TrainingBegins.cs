namespace FineFlow.Torch.Training.Runs;

/// <summary>The first step of this session is next: data and run are checked, and a saved state is loaded.</summary>
internal sealed record TrainingBegins : TrainingProgress;
