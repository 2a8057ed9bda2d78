using System.CommandLine;
using FineFlow.Cli.Terminal;
using FineFlow.Core.Tables;
using FineFlow.Torch.Parity;
using FineFlow.Torch.Runtime;

namespace FineFlow.Cli.Commands;

/// <summary><c>fineflow parity</c>: checks networks against golden cases.</summary>
internal static class ParityCommand
{
    private static readonly Argument<string[]> Cases = new("CASE_DIR")
    {
        Description = "folders of golden cases",
        Arity = ArgumentArity.OneOrMore,
    };

    public static Command Create()
    {
        var command = new Command(
            "parity", "Check networks against golden cases: outputs and gradients that the published code gave.")
        {
            Cases, CommonOptions.Device, CommonOptions.Json,
        };
        command.SetAction(parsed =>
        {
            NativeLibraries.Require();
            var device = CommonOptions.DeviceOf(parsed);
            var results = parsed.GetRequiredValue(Cases).Select(folder => GoldenCase.Check(folder, device)).ToList();
            Output.Report(parsed.GetValue(CommonOptions.Json), Report(results), _ => Render(results));
            return results.All(r => r.Passed) ? ExitCodes.Done : ExitCodes.CheckFailed;
        });
        return command;
    }

    /// <summary>Returns a single result as it is, and several with a summary.</summary>
    private static object Report(List<ParityResult> results) => results.Count == 1
        ? results[0]
        : new ParityReport(results.All(r => r.Passed), results.Count(r => r.Passed), results.Count(r => !r.Passed), results);

    private static void Render(List<ParityResult> results)
    {
        TerminalTable.Write(TextTable.Of(
            results.SelectMany(result => new (ParityResult Result, string Name, ParityPath Path)[]
            {
                (result, "plain", result.Plain), (result, "shipped", result.Shipped),
            }),
            [
                new("case", row => Path.GetFileName(Path.TrimEndingDirectorySeparator(row.Result.Case)), Wraps: true),
                new("model", row => row.Result.Model),
                new("path", row => row.Name),
                new("max abs", row => NumberText.Magnitude(row.Path.MaxAbsError)),
                new("max rel", row => NumberText.Magnitude(row.Path.MaxRelError)),
                new("gradient", row => NumberText.Magnitude(row.Path.GradMaxRelError)),
                new("beyond", row => $"{row.Path.CellsBeyondTolerance} of {row.Result.Cells}"),
                new("passed", row => row.Path.Passed ? "yes" : "no"),
            ]));
        foreach (var result in results.Where(result => !result.Passed))
        {
            Output.Line($"{result.Case}: {result.Failure}");
        }
    }

    /// <summary>The fields of <c>parity --json</c> for several cases.</summary>
    private sealed record ParityReport(bool Passed, int CasesPassed, int CasesFailed, IReadOnlyList<ParityResult> Cases);
}
