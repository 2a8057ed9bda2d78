using FineFlow.Core;
using FineFlow.Experiments.Plans;
using FineFlow.Torch.Runtime;

namespace FineFlow.Experiments.Running;

/// <summary>experiment.json: the common settings of the runs in an experiment's folder.</summary>
/// <param name="Experiment">The experiment's name.</param>
/// <param name="Budget">The budget's name.</param>
/// <param name="Recipe">The recipe.</param>
/// <param name="Threads">Threads of the tensor work.</param>
/// <param name="Device">What the trainings compute on.</param>
/// <param name="Deterministic">Whether a GPU repeats each training bit for bit.</param>
/// <param name="Fingerprints">SHA-256 of each dataset's numbers by its name.</param>
internal sealed record ExperimentRecord(
    string Experiment,
    string Budget,
    string Recipe,
    int Threads,
    IReadOnlyDictionary<string, string> Fingerprints,
    string Device = Devices.Cpu,
    bool Deterministic = false)
{
    public static ExperimentRecord Of(ExperimentPlan plan) => new(
        plan.File.Name,
        plan.BudgetName,
        plan.File.Recipe,
        plan.Threads,
        plan.Datasets.ToDictionary(data => data.Name, data => data.Fingerprint),
        plan.Device,
        plan.Deterministic);

    /// <summary>Returns this record with the datasets of the folder's earlier record, none of which may have changed.</summary>
    /// <exception cref="BadInputException">The two records have different settings or data.</exception>
    public ExperimentRecord After(string file, ExperimentRecord earlier)
    {
        Require("experiment", earlier.Experiment, Experiment);
        Require("budget", earlier.Budget, Budget);
        Require("recipe", earlier.Recipe, Recipe);
        Require("threads", earlier.Threads, Threads);
        Require("device", earlier.Device, Device);
        Require("deterministic", earlier.Deterministic, Deterministic);
        var all = new Dictionary<string, string>(earlier.Fingerprints);
        foreach (var (name, fingerprint) in Fingerprints)
        {
            Require($"fingerprint of '{name}'", all.GetValueOrDefault(name, fingerprint), fingerprint);
            all[name] = fingerprint;
        }

        return this with { Fingerprints = all };

        void Require<T>(string what, T began, T now)
        {
            if (!Equals(began, now))
            {
                throw new BadInputException(
                    file, $"was begun with {what} {began}, now {now}; results of the two are not mixed: choose another folder")
                {
                    Setting = "folder",
                };
            }
        }
    }
}
