using FineFlow.Core;
using FineFlow.Core.Settings;
using FineFlow.Torch.Models;
using FineFlow.Torch.Networks;

namespace FineFlow.Experiments.Plans;

/// <summary>Validates experiment files, so that mistakes show before any training.</summary>
internal static class ExperimentRules
{
    private const int LongestName = 80;

    /// <summary>Validates an experiment file.</summary>
    /// <exception cref="BadInputException">The message names the field and what is expected.</exception>
    public static void Check(ExperimentFile file)
    {
        if (file.Format != ExperimentFile.CurrentFormat)
        {
            throw Refuse("format", FormattableString.Invariant($"is {file.Format}; this version reads {ExperimentFile.CurrentFormat}"));
        }

        CheckName("name", file.Name);
        if (!Recipe.Names.Contains(file.Recipe))
        {
            throw Refuse("recipe", $"is '{file.Recipe}'; known are {string.Join(", ", Recipe.Names)}");
        }

        CheckModels(file.Models);
        CheckVariants(file);
        CheckBudgets(file);
        foreach (var row in file.Published.SelectMany(dataset => dataset.Value).Where(row => row.Value.Count != PublishedMetrics.All.Count))
        {
            throw Refuse("published", $"'{row.Key}' has {row.Value.Count} numbers; expected {PublishedMetrics.Titles}");
        }
    }

    /// <summary>Validates a list of models.</summary>
    /// <exception cref="BadInputException">The list is empty, or a model is unknown or named twice.</exception>
    public static void CheckModels(IReadOnlyList<string> models)
    {
        if (models.Count == 0)
        {
            throw Refuse("models", "is empty; expected at least one model");
        }

        RequireUnique("models", models);
        foreach (var model in models)
        {
            ModelCatalog.Find(model);
        }
    }

    private static void CheckVariants(ExperimentFile file)
    {
        foreach (var variant in file.Variants)
        {
            CheckName("variants", variant.Name);
        }

        RequireUnique("variants", [.. file.Variants.Select(variant => PathNames.Of(variant.Name))]);
        var sweeps = file.Budgets.Values.Select(budget => budget.Sweeps).OfType<object>().Any() || file.Sweeps.Count > 0;
        if (sweeps && file.Variants.Count > 0)
        {
            throw Refuse("sweeps", "stands beside variants; expected one of the two");
        }

        if (sweeps != (file.View == ExperimentView.Sensitivity))
        {
            throw Refuse("sweeps", "belongs to the view sensitivity, and that view to sweeps");
        }
    }

    private static void CheckBudgets(ExperimentFile file)
    {
        if (file.Budgets.Count == 0)
        {
            throw Refuse("budgets", "is empty; expected at least one");
        }

        foreach (var (name, budget) in file.Budgets)
        {
            CheckName("budgets", name);
            BadInputException.Within($"budget '{name}'", () =>
            {
                SettingsBinder.Validate(budget);
                return budget;
            });
        }
    }

    private static void CheckName(string field, string name)
    {
        if (name.Length is 0 or > LongestName || PathNames.Of(name).Length == 0 || name.Any(char.IsControl))
        {
            throw Refuse(field, $"'{name}' is no name; expected 1 to {LongestName} characters, a letter or digit among them");
        }
    }

    private static void RequireUnique(string field, IReadOnlyList<string> names)
    {
        if (names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw Refuse(field, $"'{twice.Key}' is there twice");
        }
    }

    private static BadInputException Refuse(string field, string problem) => new(field, problem);
}
