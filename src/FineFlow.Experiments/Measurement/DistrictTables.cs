using FineFlow.Core.Metrics;
using FineFlow.Core.Tables;
using FineFlow.Torch.Inference;

namespace FineFlow.Experiments.Measurement;

/// <summary>Errors in districts that a training left out, and in the others, as tables.</summary>
internal static class DistrictTables
{
    /// <summary>The name of what was left out.</summary>
    public const string LeftOut = "left out";

    /// <summary>The name of the others.</summary>
    public const string Rest = "rest";

    /// <summary>Returns the errors of a model and of the even split.</summary>
    /// <param name="model">The model's name.</param>
    /// <param name="districts">The errors.</param>
    public static TextTable Of(string model, DistrictErrors districts)
    {
        (string Part, PartErrors? Errors)[] parts = [(LeftOut, districts.LeftOut), (Rest, districts.Rest)];
        var rows = parts.Where(part => part.Errors is not null).SelectMany(part => new[]
        {
            (part.Part, Blocks: NumberText.Whole(part.Errors!.Blocks), Model: model, part.Errors.Metrics, Coverage: part.Errors.Coverage90),
            ("", Blocks: "", Model: "even split", part.Errors.EvenSplit, Coverage: null),
        });
        return TextTable.Of(
            rows,
            [
                new("part", row => row.Part),
                new("blocks", row => row.Blocks, Alignment.Right),
                new("method", row => row.Model),
                .. MetricColumns.Of<(string, string, string, FlowMetrics Metrics, double?)>((row, metric) => metric.Text(row.Metrics[metric])),
                new("in the 90 % interval", row => row.Coverage is { } coverage ? NumberText.Share(coverage) : "", Alignment.Right),
            ]);
    }
}
