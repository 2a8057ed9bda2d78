using FineFlow.Experiments.Measurement;
using FineFlow.Torch.Training;

namespace FineFlow.Experiments.Demo;

/// <summary>Results of the demo.</summary>
/// <param name="Data">The city's dataset folder.</param>
/// <param name="Run">DMN's run folder.</param>
/// <param name="Picture">The picture of one slot.</param>
/// <param name="Results">The models on the test split: the baselines, PLGF if an epoch of it is done, and DMN.</param>
/// <param name="Training">How the last training ended.</param>
internal sealed record DemoReport(string Data, string Run, string Picture, IReadOnlyList<ModelResult> Results, TrainingEnd Training);
