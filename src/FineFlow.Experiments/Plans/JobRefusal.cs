namespace FineFlow.Experiments.Plans;

/// <summary>A model that is not trained on a dataset, because it does not accept the data.</summary>
/// <param name="Dataset">The dataset's name.</param>
/// <param name="Model">The model's name.</param>
/// <param name="Variant">The variant's name; empty where the experiment has none.</param>
/// <param name="Reason">The reason.</param>
internal sealed record JobRefusal(string Dataset, string Model, string Variant, string Reason);
