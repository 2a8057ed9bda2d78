using FineFlow.Torch.Training.Runs;

namespace FineFlow.Experiments.Plans;

/// <summary>One training of an experiment.</summary>
/// <param name="Dataset">The data.</param>
/// <param name="Variant">The variant's name; empty where the experiment has none.</param>
/// <param name="RunVariant">The first variant that is the same training, as a sweep's usual value in every sweep: it is done once.</param>
/// <param name="Manifest">The training.</param>
/// <param name="MultiplyAdds">Multiply-adds of a forward pass, a sample.</param>
public sealed record ExperimentJob(ExperimentDataset Dataset, string Variant, string RunVariant, RunManifest Manifest, long MultiplyAdds)
{
    // A model without gradients has no multiply-adds, but evaluating it takes time as well.
    private const double LeastMultiplyAdds = 1e7;

    /// <summary>The run's folder, relative to the experiment's.</summary>
    public string Folder
    {
        get
        {
            var variant = RunVariant.Length == 0 ? Array.Empty<string>() : [PathNames.Of(RunVariant)];
            return string.Join('/', ["runs", Dataset.PathName, Manifest.Model, .. variant, $"seed-{Manifest.Seed}"]);
        }
    }

    /// <summary>The row of the tables that it belongs to.</summary>
    public string Row => Variant.Length == 0 ? Manifest.Model : $"{Manifest.Model}, {Variant}";

    /// <summary>How much work it is at most, in multiply-adds of a forward pass over all epochs.</summary>
    public double Work => Math.Max(LeastMultiplyAdds, MultiplyAdds) * Manifest.Data.TrainSamples * Manifest.Recipe.Epochs;
}
