using FineFlow.Core.Metrics;
using FineFlow.Core.Tables;
using FineFlow.Experiments.Measurement;
using FineFlow.Torch.Inference;

namespace FineFlow.Cli.Terminal.Progress;

/// <summary>What costs nothing and what is possible, in lines short enough for a terminal of 80 columns.</summary>
internal static class BaselineText
{
    /// <summary>Returns the baselines of a training's validation split, one a line.</summary>
    public static IEnumerable<string> Lines(Baselines baselines)
    {
        yield return "what costs nothing, on valid:";
        foreach (var (name, metrics) in baselines.All.Reverse())
        {
            var removed = BaselineTables.RemovedText(baselines, metrics);
            yield return $"  {name,-18}  mse {MetricCatalog.Mse.Text(metrics[MetricCatalog.Mse]),-8}"
                + $"  mae {MetricCatalog.Mae.Text(metrics[MetricCatalog.Mae]),-8}"
                + (removed.Length > 0 ? $"  {removed} of the removable error" : "");
        }

        yield return baselines.NoiseFloor is { } floor
            ? $"  noise floor         mse {MetricCatalog.Mse.Text(floor),-8}  if units choose their cells independently"
            : "  no noise floor: the counts are not whole";
    }

    /// <summary>Returns whether a model beats each of the baselines, by its MSE on the validation split.</summary>
    public static string Verdict(Baselines baselines, FlowMetrics valid)
    {
        var beaten = baselines.BeatenBy(valid);
        var rows = baselines.All.Zip(beaten.Values, (row, isBeaten) =>
            (Text: $"{row.Name} ({MetricCatalog.Mse.Text(row.Metrics[MetricCatalog.Mse])})", IsBeaten: isBeaten)).ToList();
        var (better, worse) = (rows.Where(row => row.IsBeaten).ToList(), rows.Where(row => !row.IsBeaten).ToList());
        var sentences = new[]
        {
            better.Count > 0 ? $"better than {string.Join(", ", better.Select(row => row.Text))}" : null,
            worse.Count > 0 ? $"NOT better than {string.Join(", ", worse.Select(row => row.Text))}" : null,
            baselines.RemovableShare(valid[MetricCatalog.Mse]) is { } share
                ? $"it removes {NumberText.Share(share)} of the removable error"
                : null,
        };
        return $"by valid mse: {string.Join("; ", sentences.OfType<string>())}";
    }
}
