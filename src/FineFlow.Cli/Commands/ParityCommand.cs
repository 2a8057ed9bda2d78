using System.CommandLine;
using System.Globalization;
using FineFlow.Cli.Terminal;
using FineFlow.Torch.Parity;
using FineFlow.Torch.Runtime;

namespace FineFlow.Cli.Commands;

/// <summary><c>fineflow parity</c>: golden cases.</summary>
internal static class ParityCommand
{
    private static readonly Argument<string[]> Cases = new("CASE_DIR") { Description = "folders of golden cases", Arity = ArgumentArity.OneOrMore };

    public static Command Create()
    {
        var command = new Command("parity", "Check networks against golden cases: outputs and gradients that the published code gave.") { Cases, CommonOptions.Json };
        command.SetAction(parsed =>
        {
            NativeLibraries.Require();
            var results = parsed.GetRequiredValue(Cases).Select(GoldenCase.Check).ToList();
            Output.Report(parsed.GetValue(CommonOptions.Json), Report(results), _ => Render(results));
            return results.All(r => r.Passed) ? ExitCodes.Done : ExitCodes.CheckFailed;
        });
        return command;
    }

    /// <summary>A single case is the object itself; several are a list with a summary.</summary>
    private static object Report(List<ParityResult> results) =>
        results.Count == 1 ? results[0] : new ParityReport(results.All(r => r.Passed), results.Count(r => r.Passed), results.Count(r => !r.Passed), results);

    private static void Render(List<ParityResult> results)
    {
        Tables.Write(
            ["case", "model", "path", "max abs", "max rel", "gradient", "beyond", "passed"], wrapping: "case",
            results.SelectMany(result => new[] { Cells(result, "plain", result.Plain), Cells(result, "shipped", result.Shipped) }));
        foreach (var result in results.Where(result => !result.Passed))
        {
            Output.Line($"{result.Case}: {result.Failure}");
        }
    }

    private static string[] Cells(ParityResult result, string name, ParityPath path) =>
    [
        Path.GetFileName(Path.TrimEndingDirectorySeparator(result.Case)), result.Model, name,
        Number(path.MaxAbsError), Number(path.MaxRelError), Number(path.GradMaxRelError),
        $"{path.CellsBeyondTolerance} of {result.Cells}", path.Passed ? "yes" : "no",
    ];

    private static string Number(double value) => value.ToString("0.0E+0", CultureInfo.InvariantCulture);

    /// <summary>What <c>parity --json</c> prints for several cases.</summary>
    private sealed record ParityReport(bool Passed, int CasesPassed, int CasesFailed, IReadOnlyList<ParityResult> Cases);
}
