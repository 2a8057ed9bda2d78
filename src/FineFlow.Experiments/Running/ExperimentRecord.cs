using FineFlow.Core;
using FineFlow.Experiments.Plans;

namespace FineFlow.Experiments.Running;

/// <summary>experiment.json: what the runs of an experiment's folder have in common.</summary>
/// <param name="Experiment">The experiment's name.</param>
/// <param name="Budget">The budget's name.</param>
/// <param name="Recipe">The recipe.</param>
/// <param name="Threads">Threads of the tensor work.</param>
/// <param name="Fingerprints">SHA-256 of each dataset's numbers by its name.</param>
internal sealed record ExperimentRecord(
    string Experiment, string Budget, string Recipe, int Threads, IReadOnlyDictionary<string, string> Fingerprints)
{
    public static ExperimentRecord Of(ExperimentPlan plan) => new(
        plan.File.Name,
        plan.BudgetName,
        plan.File.Recipe,
        plan.Threads,
        plan.Datasets.ToDictionary(data => data.Name, data => data.Fingerprint));

    /// <summary>This record for a folder that was begun with an earlier one: more datasets, but none of them changed.</summary>
    /// <exception cref="BadInputException">The two must not be mixed.</exception>
    public ExperimentRecord After(string file, ExperimentRecord earlier)
    {
        Require("experiment", earlier.Experiment, Experiment);
        Require("budget", earlier.Budget, Budget);
        Require("recipe", earlier.Recipe, Recipe);
        Require("threads", earlier.Threads, Threads);
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
