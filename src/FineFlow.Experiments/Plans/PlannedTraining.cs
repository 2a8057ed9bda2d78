using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Experiments.Plans;

/// <summary>A training of a plan, as plan.json lists it.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Id">A hash of its data, model, recipe, seed and all other settings: what it is, wherever it is trained.</param>
/// <param name="Dataset">The dataset's name.</param>
/// <param name="Model">The model.</param>
/// <param name="Variant">The variant's name; empty where the experiment has none.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Folder">Its run folder, in the experiment's folder.</param>
internal sealed record PlannedTraining(int Number, string Id, string Dataset, string Model, string Variant, long Seed, string Folder)
{
    private const int Letters = 16;

    /// <summary>Lists a job.</summary>
    public static PlannedTraining Of(ExperimentJob job, int number) => new(
        number, IdOf(job), job.Dataset.Name, job.Manifest.Model, job.RunVariant, job.Manifest.Seed, job.Folder);

    /// <summary>Returns the fields of a run that make it what it is: not the folder of its data, nor versions.</summary>
    public static JsonObject Fields(RunManifest manifest)
    {
        var fields = manifest.ToJson();
        foreach (var incidental in new[] { "format", "data_folder", "versions" })
        {
            fields.Remove(incidental);
        }

        fields["data"] = manifest.Data.Fingerprint;
        return fields;
    }

    /// <summary>Returns a job's hash, of the run's fields and its place in the experiment.</summary>
    public static string IdOf(ExperimentJob job) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(job.Folder + "\n" + Fields(job.Manifest).ToJsonString())))[..Letters];
}
