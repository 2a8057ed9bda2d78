using System.Text.Json.Serialization;
using FineFlow.Core.Datasets;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Models;
using FineFlow.Torch.Training;

namespace FineFlow.Experiments.Demo;

/// <summary>Results of the demo.</summary>
/// <param name="Data">The city's dataset folder.</param>
/// <param name="Run">DMN's run folder.</param>
/// <param name="Picture">The picture of one slot.</param>
/// <param name="Results">The models on the test split: the baselines, PLGF if an epoch of it is done, and DMN.</param>
/// <param name="Training">How the last training ended.</param>
internal sealed record DemoReport(string Data, string Run, string Picture, IReadOnlyList<DemoResult> Results, TrainingEnd Training);

/// <summary>One model on the test split.</summary>
/// <param name="Model">The catalog's name of the model.</param>
/// <param name="Title">A short description of it.</param>
/// <param name="Parameters">Trainable parameters.</param>
/// <param name="Evaluation">Its metrics and conservation.</param>
/// <param name="Coverage90">The share of true counts that its 90 % intervals cover; null where it does not say how sure it is.</param>
internal sealed record DemoResult(
    string Model,
    string Title,
    long Parameters,
    Evaluation Evaluation,
    [property: JsonPropertyName("coverage_90")] double? Coverage90)
{
    /// <summary>Measures the model of a run on the test split.</summary>
    public static DemoResult Of(string run, FlowDataset data)
    {
        using var model = ModelBundle.Load(run);
        var title = ModelCatalog.Find(model.Card.Model).Title;
        var evaluation = Evaluation.RunWithDistribution(model.Network, data[SplitNames.Test], data.Folder);
        return new(model.Card.Model, title, model.Card.Parameters, evaluation, evaluation.Distribution?.Coverage?.Coverage);
    }
}
