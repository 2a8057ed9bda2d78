using System.Diagnostics;
using System.Text.Json;

namespace FineFlow.Speed.Benchmarks;

/// <summary>What was measured.</summary>
internal sealed record Kind(string Model, string Mode, string Numbers);

/// <summary>What one process found.</summary>
internal sealed record Result(double Speed, double OfCeiling, double Megabytes);

/// <summary>One run of <c>fineflow bench --json</c>.</summary>
internal sealed class Turn
{
    private readonly Dictionary<Kind, Result> _results = [];

    private Turn(JsonElement report)
    {
        foreach (var result in report.GetProperty("results").EnumerateArray())
        {
            var numbers = result.TryGetProperty("precision", out var precision) ? precision.GetString()! : "fp32";
            _results[new(result.GetProperty("model").GetString()!, result.GetProperty("mode").GetString()!, numbers)] = new(
                result.GetProperty("samples_per_second").GetProperty("median").GetDouble(),
                result.GetProperty("of_ceiling").GetDouble(),
                result.GetProperty("peak_memory_bytes").GetDouble() / 1e6);
        }

        Ceiling = report.GetProperty("ceiling").GetProperty("fp32_gflops").GetDouble();
    }

    public IEnumerable<Kind> Kinds => _results.Keys;

    public double Ceiling { get; }

    public Result Of(Kind kind) => _results[kind];

    public static Turn Of(string program, IEnumerable<string> options)
    {
        var start = new ProcessStartInfo(program, ["bench", .. options, "--json"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? new(JsonDocument.Parse(output).RootElement)
            : throw new InvalidOperationException($"{program} bench ended with {process.ExitCode}");
    }
}
