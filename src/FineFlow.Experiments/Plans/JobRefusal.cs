namespace FineFlow.Experiments.Plans;

/// <summary>A model that is not trained on a dataset, since its definition does not admit it.</summary>
/// <param name="Dataset">The dataset's name.</param>
/// <param name="Model">The model's.</param>
/// <param name="Variant">The variant's; empty where the experiment has none.</param>
/// <param name="Reason">Why.</param>
public sealed record JobRefusal(string Dataset, string Model, string Variant, string Reason);
