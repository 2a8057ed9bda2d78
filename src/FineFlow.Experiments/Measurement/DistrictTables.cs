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

    /// <summary>Returns what is said above a table of districts.</summary>
    /// <param name="districts">What was left out, as it was asked for.</param>
    public static string Title(string districts) => $"{districts} was left out of the training; the rest was not:";

    /// <summary>Returns the errors of a model and of the even split.</summary>
    /// <param name="model">The model's name.</param>
    /// <param name="districts">The errors.</param>
    public static TextTable Of(string model, DistrictErrors districts)
    {
        (string Name, PartErrors? Errors)[] parts = [(LeftOut, districts.LeftOut), (Rest, districts.Rest)];
        return TextTable.Of(
            parts.Where(part => part.Errors is not null).SelectMany(part => Rows(model, part.Name, part.Errors!)),
            [
                new("part", row => row.Part),
                new("blocks", row => row.Blocks is { } blocks ? NumberText.Whole(blocks) : "", Alignment.Right),
                new("method", row => row.Method),
                .. MetricColumns.Of<Row>((row, metric) => metric.Text(row.Metrics[metric])),
                new("in the 90 % interval", row => row.Coverage is { } coverage ? NumberText.Share(coverage) : "", Alignment.Right),
            ]);
    }

    private static Row[] Rows(string model, string name, PartErrors part) =>
    [
        new(name, part.Blocks, model, part.Metrics, part.Coverage90), new("", null, "even split", part.EvenSplit, null),
    ];

    private sealed record Row(string Part, int? Blocks, string Method, FlowMetrics Metrics, double? Coverage);
}
