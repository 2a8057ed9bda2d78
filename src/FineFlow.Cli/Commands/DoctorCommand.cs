using System.CommandLine;
using FineFlow.Cli.CommandLine;
using FineFlow.Cli.Terminal;
using FineFlow.Core.Tables;
using FineFlow.Torch.Runtime;

namespace FineFlow.Cli.Commands;

/// <summary><c>fineflow doctor</c>: shows the machine's hardware and libraries.</summary>
internal static class DoctorCommand
{
    private static readonly Option<bool> Find = new("--find")
    {
        Description = "list the libtorch of every installed PyTorch, for --libtorch or FINEFLOW_LIBTORCH",
    };

    public static Command Create()
    {
        var command = new Command("doctor", "Show what this machine has: libtorch, threads, instruction sets, memory, CUDA.")
        {
            Find, LibtorchOption.Option, CommonOptions.Json,
        };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(Find))
            {
                Output.Report(parsed.GetValue(CommonOptions.Json), new FoundReport(LibtorchSearch.Run()), WriteFound);
                return ExitCodes.Done;
            }

            var report = MachineReport.Collect();
            Output.Report(parsed.GetValue(CommonOptions.Json), report, shown => TerminalTable.Write(TextTable.Pairs(Rows(shown))));
            return report.Libtorch.Loads ? ExitCodes.Done : ExitCodes.CheckFailed;
        });
        return command;
    }

    private static void WriteFound(FoundReport report)
    {
        if (report.Libtorch.Count == 0)
        {
            Output.Line("no PyTorch is installed in the active Python environment, on the search path or in its usual place");
            return;
        }

        TerminalTable.Write(TextTable.Of(
            report.Libtorch,
            new Column<FoundLibtorch>("folder", found => found.Path),
            new("libtorch", found => found.Version ?? "does not fit"),
            new("GPU", found => found.HasCuda is { } has ? Text(has) : ""),
            new("why not", found => found.Problem ?? "")));
    }

    private static IEnumerable<(string Name, string Value)> Rows(MachineReport report)
    {
        var sets = report.InstructionSets;
        yield return ("system", $"{report.OperatingSystem}, {report.Architecture}");
        yield return ("processor", $"{report.Processor ?? "unknown"}, {report.Cores} cores");
        yield return (
            "instructions",
            $"AVX2 {Text(sets.Avx2)}, AVX-512 {Text(sets.Avx512)}, AVX-512 bf16 {Text(sets.Avx512Bf16)}, AMX bf16 {Text(sets.AmxBf16)}");
        yield return ("memory", $"{Gigabytes(report.Memory.TotalBytes)}, {Gigabytes(report.Memory.AvailableBytes)} available");
        yield return (".NET", report.DotNet);
        yield return ("TorchSharp", report.TorchSharp);
        yield return ("libtorch", report.Libtorch.Loads
            ? $"{report.Libtorch.Version}{Place(report.Libtorch)}, {report.Libtorch.IntraOpThreads} threads in an operator, "
                + $"{report.Libtorch.InterOpThreads} between operators"
            : $"does not load: {report.Libtorch.Error}");
        if (report.Libtorch.OneDnn is false)
        {
            yield return ("oneDNN", "off: its convolutions are wrong on this machine, which hides its cache sizes; training is slower");
        }

        yield return ("CUDA", report.Cuda.Available
            ? $"{report.Cuda.DeviceCount} device(s): {string.Join(", ", report.Cuda.DeviceNames)}"
            : "none");
    }

    private static string Place(LibtorchReport libtorch) => libtorch.Path is { } path ? $" of {path}" : "";

    private static string Text(bool? has) => has switch
    {
        true => "yes",
        false => "no",
        null => "unknown",
    };

    private static string Gigabytes(long? bytes) =>
        bytes is { } known ? Invariant($"{known / 1e9:F1} GB") : "unknown";

    /// <summary>What is found.</summary>
    private sealed record FoundReport(IReadOnlyList<FoundLibtorch> Libtorch);
}
