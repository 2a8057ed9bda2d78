using FineFlow.Cli.CommandLine;
using FineFlow.Cli.Terminal;
using FineFlow.Core.Metrics;
using FineFlow.Core.Tables;
using FineFlow.Experiments.Cities;
using FineFlow.Experiments.Measurement;
using FineFlow.Ingest.Grid;
using FineFlow.Ingest.Proposals;

namespace FineFlow.Cli.Cities;

/// <summary>What <c>fineflow city</c> tells people.</summary>
internal static class CityText
{
    /// <summary>Returns a choice in a line, with the option that changes it.</summary>
    public static string Line(GridChoice choice) =>
        $"{choice.What}: {choice.Value}; {choice.Why} ({OptionHint.OptionOf(choice.Setting)} changes it)";

    /// <summary>Returns a name for the city of some files: the first one's, up to its endings or wildcards.</summary>
    public static string NameOf(IReadOnlyList<string> files)
    {
        var name = Path.GetFileName(files[0]);
        var stem = name.IndexOf('.', StringComparison.Ordinal) is > 0 and var end ? name[..end] : name;
        var fixedPart = stem.Split('*', '?', '[')[0].TrimEnd('-', '_', ' ');
        return fixedPart.Length > 0 ? fixedPart : stem;
    }

    /// <summary>Returns what was counted in a line.</summary>
    public static string Line(GridReport report) =>
        $"counted {NumberText.Whole(report.Channels[0].Counted)} of {NumberText.Whole(report.Rows)} rows in {report.Slots.Kept} slots, "
        + $"{report.Slots.First:yyyy-MM-dd HH:mm} to {report.Slots.Last:yyyy-MM-dd HH:mm}";

    /// <summary>Writes where the maps of coarse counts alone are.</summary>
    public static void Write(CityInferenceReport report)
    {
        var prediction = report.Prediction;
        Output.Line(
            $"{prediction.Model}: {NumberText.Whole(prediction.Samples)} fine maps of {prediction.Shape[2]} x {prediction.Shape[3]}; "
            + $"largest residual {NumberText.Brief(prediction.MaxConservationError)} counts");
        Output.Line($"fine:    {report.Fine}");
        Output.Line($"report:  {report.Page}");
        Output.Line($"maps:    {string.Join(", ", report.Maps)}");
    }

    /// <summary>Writes the comparison and where everything is.</summary>
    public static void Write(CityReport report)
    {
        Output.Line($"The test days ({MetricCatalog.DirectionNote}):");
        TerminalTable.Write(TextTable.Of(
            report.Results,
            [
                new("model", result => result.Model),
                new("what it is", result => result.Title, Wraps: true),
                .. MetricColumns.Of<ModelResult>((result, metric) => metric.Text(result.Evaluation.Metrics[metric])),
                new("in its 90 % intervals", result => result.Coverage90 is { } coverage ? NumberText.Share(coverage) : "gives none"),
            ]));
        Output.Line($"best:    {report.Best}");
        Output.Line($"report:  {report.Page}");
        Output.Line($"maps:    {string.Join(", ", report.Maps)}");
        var ending = report.Maps.Any(map => map.EndsWith(".tif", StringComparison.Ordinal)) ? ".tif" : ".npy";
        Output.Line($"next:    fineflow predict {report.Best} --data {report.Data} --output fine{ending}");
        Output.Line($"         fineflow serve --models {Path.GetDirectoryName(report.Best)} --data {report.Data}");
    }
}
