using FineFlow.Torch.Training.Runs;

namespace FineFlow.Experiments.Plans;

/// <summary>One training of an experiment.</summary>
/// <param name="Dataset">The data.</param>
/// <param name="Variant">The variant's name; empty where the experiment has none.</param>
/// <param name="RunVariant">
/// The first variant with the same training, for instance the default value in several sweeps. The training is run once.
/// </param>
/// <param name="Manifest">The training's settings.</param>
/// <param name="MultiplyAdds">Multiply-adds of a forward pass of one sample.</param>
internal sealed record ExperimentJob(ExperimentDataset Dataset, string Variant, string RunVariant, RunManifest Manifest, long MultiplyAdds)
{
    // A model without gradients has no multiply-adds, but evaluating it takes time as well.
    private const double LeastMultiplyAdds = 1e7;

    /// <summary>The run's folder, relative to the experiment's folder.</summary>
    public string Folder
    {
        get
        {
            var variant = RunVariant.Length == 0 ? Array.Empty<string>() : [PathNames.Of(RunVariant)];
            return string.Join('/', ["runs", Dataset.PathName, Manifest.Model, .. variant, $"seed-{Manifest.Seed}"]);
        }
    }

    /// <summary>Its row in the tables.</summary>
    public string Row => Variant.Length == 0 ? Manifest.Model : $"{Manifest.Model}, {Variant}";

    /// <summary>Upper bound of its work, in multiply-adds of the forward passes of all epochs.</summary>
    public double Work => Math.Max(LeastMultiplyAdds, MultiplyAdds) * Manifest.Data.TrainSamples * Manifest.Recipe.Epochs;
}
