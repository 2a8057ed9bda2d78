using FineFlow.Experiments.Measurement;
using FineFlow.Torch.Training;

namespace FineFlow.Experiments.Cities;

/// <summary>What became of a city.</summary>
/// <param name="Data">The dataset folder.</param>
/// <param name="Best">The run folder of the model with the least error on the test days.</param>
/// <param name="Page">The report of that model.</param>
/// <param name="Results">All models on the test days.</param>
/// <param name="Training">How the training ended.</param>
internal sealed record CityReport(string Data, string Best, string Page, IReadOnlyList<ModelResult> Results, TrainingEnd Training)
{
    /// <summary>The maps that were written.</summary>
    public IReadOnlyList<string> Maps { get; init; } = [];
}
