using System.Text.Json.Serialization;
using FineFlow.Core.Datasets;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Models;

namespace FineFlow.Experiments.Measurement;

/// <summary>One model on the test split.</summary>
/// <param name="Model">The catalog's name of the model.</param>
/// <param name="Title">A short description of it.</param>
/// <param name="Parameters">Trainable parameters.</param>
/// <param name="Evaluation">Its metrics and conservation.</param>
/// <param name="Coverage90">The share of true counts that its 90 % intervals cover; null where it does not say how sure it is.</param>
internal sealed record ModelResult(
    string Model,
    string Title,
    long Parameters,
    Evaluation Evaluation,
    [property: JsonPropertyName("coverage_90")] double? Coverage90)
{
    /// <summary>Measures the model of a run on the test split, on a device.</summary>
    public static ModelResult Of(string run, FlowDataset data, string device)
    {
        using var model = ModelBundle.Load(run, device: device);
        var title = ModelCatalog.Find(model.Card.Model).Title;
        var evaluation = Evaluation.RunWithDistribution(model.Network, data[SplitNames.Test], data.Folder);
        return new(model.Card.Model, title, model.Card.Parameters, evaluation, evaluation.Distribution?.Coverage?.Coverage);
    }
}
