using FineFlow.Experiments.Plans;

namespace FineFlow.Experiments.Views;

/// <summary>The published numbers of an experiment, for datasets of the same division and size.</summary>
internal static class PublishedNumbers
{
    /// <summary>Returns the results for a dataset by row, [MSE, MAE, MAPE]; null where there are none for its data.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<double>>? Of(ExperimentPlan plan, ExperimentDataset data) =>
        Obstacle(plan, data) is null ? plan.File.Published.GetValueOrDefault(data.Name) : null;

    /// <summary>Returns a line for each dataset whose published results are left out, with the reason.</summary>
    public static IEnumerable<string> LeftOut(ExperimentPlan plan) =>
        from data in plan.Datasets
        let obstacle = Obstacle(plan, data)
        where obstacle is not null
        select $"The published numbers of {data.Name} are left out: {obstacle}.";

    private static string? Obstacle(ExperimentPlan plan, ExperimentDataset data) =>
        !plan.File.Published.ContainsKey(data.Name) ? null
        : plan.File.PublishedOn.GetValueOrDefault(data.Name) is { } published ? published.Obstacle(data)
        : "the experiment's file does not say in published_on which division and sizes they are of";
}
