using FineFlow.Experiments.Results;

namespace FineFlow.Experiments.Views;

/// <summary>A metric of the tables; all of them are better when smaller.</summary>
/// <param name="Name">As the literature writes it.</param>
/// <param name="Of">Its value in a result.</param>
internal sealed record Metric(string Name, Func<TrainingResult, double> Of)
{
    /// <summary>In the order of the paper's tables.</summary>
    public static IReadOnlyList<Metric> All { get; } =
    [
        new("MSE", result => result.Test.Mse),
        new("MAE", result => result.Test.Mae),
        new("MAPE", result => result.Test.Mape),
    ];
}
