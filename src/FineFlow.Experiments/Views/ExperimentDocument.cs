using System.Globalization;
using FineFlow.Experiments.Plans;
using FineFlow.Experiments.Results;
using FineFlow.Torch.Models;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Runtime;

namespace FineFlow.Experiments.Views;

/// <summary>table.md: an experiment's tables, and all that is needed to repeat and judge them. Equal results give equal text.</summary>
internal static class ExperimentDocument
{
    /// <param name="results">The results.</param>
    /// <param name="figures">Names of the pictures beside the document.</param>
    public static string Write(ResultTable results, IReadOnlyList<string> figures)
    {
        var plan = results.Plan;
        var parts = new[]
        {
            $"# {plan.File.Title}",
            $"```console\n{Command(plan)}\n```",
            string.Join('\n', Conditions(plan).Select(line => $"- {line}")),
            results.Interrupted ? "**Not finished: the same command goes on.**" : null,
            Markdown(ResultSections.Of(results)),
            string.Join('\n', PublishedNumbers.LeftOut(plan)),
            string.Join("\n\n", figures.Select(figure => $"![{Path.GetFileNameWithoutExtension(figure)}]({figure})")),
            Significance(results),
            Refusals(results),
            $"## What this does not show\n\n{Limits(plan)}",
        };
        return string.Join("\n\n", parts.Where(part => !string.IsNullOrWhiteSpace(part)).Select(part => part!.Trim())) + "\n";
    }

    /// <summary>Returns the command that repeats the experiment.</summary>
    public static string Command(ExperimentPlan plan)
    {
        var models = plan.Models.SequenceEqual(plan.File.Models) ? "" : $" --models {string.Join(',', plan.Models)}";
        var epochs = plan.Budget.Epochs == plan.File.Budgets[plan.BudgetName].Epochs ? "" : $" --epochs {plan.Budget.Epochs}";
        var device = (plan.Device == Devices.Cpu ? "" : $" --device {plan.Device}") + (plan.Deterministic ? " --deterministic" : "");
        var folders = plan.Datasets.Select(data => Path.GetFileName(Path.TrimEndingDirectorySeparator(data.Folder)));
        var data = string.Concat(folders.Select(folder => $" --data {folder}"));
        return Invariant($"fineflow experiment {plan.File.Name}{data} --budget {plan.BudgetName} ")
            + Invariant($"--seeds {plan.Budget.Seeds}{epochs}{models} --threads {plan.Threads}{device} --out DIR");
    }

    /// <summary>Returns lines that tell how and on what the trainings were done.</summary>
    public static IEnumerable<string> Conditions(ExperimentPlan plan)
    {
        var recipe = PublishedRecipe(plan);
        var networks = $"published networks of size {plan.Budget.Size.ToString().ToLowerInvariant()}";
        var rate = recipe.LearningRate.ToString(CultureInfo.InvariantCulture);
        var patience = recipe.Patience?.ToString(CultureInfo.InvariantCulture) ?? "none";
        var seeds = plan.Budget.Seeds > 1 ? $"seeds 1 to {plan.Budget.Seeds}: mean ± sample standard deviation" : "seed 1";
        return
        [
            $"budget {plan.BudgetName}: {FigureWords.Epochs(recipe.Epochs)}, {networks}",
            $"recipe {recipe.Name}: batches of {recipe.BatchSize}, learning rate {rate}, patience {patience}; "
                + "measured is the best epoch of the validation split, on the test split, in raw counts",
            .. OwnModels(plan),
            $"{seeds}; {FigureWords.Machine(plan.Device, plan.Threads, plan.Deterministic)}",
            .. plan.Datasets.Select(Condition),
        ];
    }

    private static string Condition(ExperimentDataset data)
    {
        var units = data.Units is null ? "" : $", {data.Units}";
        return $"{data.Name}: {data.Shape}, {data.DivisionText}{units}; SHA-256 {data.Fingerprint[..16]}...";
    }

    private static string Markdown(IEnumerable<ResultSection> sections) =>
        string.Join('\n', sections.Select(section => section.Markdown()));

    private static string? Significance(ResultTable results) =>
        ResultSections.Significance(results).ToList() is { Count: > 0 } sections ? $"## More than chance?\n\n{Markdown(sections)}" : null;

    private static string Refusals(ResultTable results)
    {
        var lines = results.Plan.Refusals
            .Select(refusal => $"- {Row(refusal.Model, refusal.Variant)} on {refusal.Dataset}: {refusal.Reason}")
            .Concat(results.Failures.Select(failure =>
                $"- {failure.Job.Row} on {failure.Job.Dataset.Name}, seed {failure.Job.Manifest.Seed}: {failure.Reason}"))
            .ToList();
        return lines.Count == 0 ? "" : $"## Not in the tables\n\n{string.Join('\n', lines)}";
    }

    private static string Row(string model, string variant) => variant.Length == 0 ? model : $"{model}, {variant}";

    /// <summary>The recipe that the published networks share; without one, that of the first model.</summary>
    private static Recipe PublishedRecipe(ExperimentPlan plan) =>
        (plan.Jobs.FirstOrDefault(job => IsPublished(job.Manifest.Model)) ?? plan.Jobs[0]).Manifest.Recipe;

    private static IEnumerable<string> OwnModels(ExperimentPlan plan)
    {
        string[] own = [.. plan.Models.Where(model => !IsPublished(model))];
        if (own.Length > 0)
        {
            yield return $"{string.Join(", ", own)}: FineFlow's own, in their one size and by their own recipe";
        }
    }

    private static bool IsPublished(string model) => ModelCatalog.Find(model).IsPublished;

    private static string Limits(ExperimentPlan plan)
    {
        var lines = new List<string>();
        var epochs = PublishedRecipe(plan).Epochs;
        if (epochs < Recipe.Common.Epochs)
        {
            lines.Add(
                $"The paper trains up to {Recipe.Common.Epochs} epochs, "
                + $"this {FigureWords.Epochs(epochs)}: what learns slowly looks worse than it is.");
        }

        if (plan.Budget.Size != NetworkSize.Paper)
        {
            lines.Add("The networks are smaller than published ones; how they rank at full size may differ.");
        }

        lines.Add(plan.Budget.Seeds == 1
            ? "One seed says nothing of how much another would differ."
            : $"{plan.Budget.Seeds} seeds give a rough deviation only; the paper has the mean of five.");
        lines.AddRange(plan.Datasets.Where(data => !plan.File.Published.ContainsKey(data.Name)).Select(
            data => $"{data.Name} is not among the paper's data: its numbers do not compare with the paper's, only with each other."));
        return string.Join('\n', lines.Select(line => $"- {line}"));
    }
}
