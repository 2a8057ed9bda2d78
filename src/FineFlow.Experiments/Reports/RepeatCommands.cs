using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Runtime;
using FineFlow.Torch.Training;

namespace FineFlow.Experiments.Reports;

/// <summary>The commands that repeat a run, for a POSIX shell.</summary>
internal static class RepeatCommands
{
    private const string Continuation = " \\\n  ";

    /// <summary>Trains the run again, with every setting named.</summary>
    /// <param name="run">run.json.</param>
    /// <param name="target">The run folder to make.</param>
    public static string Train(RunManifest run, string target)
    {
        var recipe = run.Recipe;
        List<string> parts =
        [
            $"fineflow train --data {Quote(run.DataFolder)} --model {Quote(run.Model)} --loss {Quote(run.Loss)} --recipe {Quote(recipe.Name)}",
            $"--epochs {recipe.Epochs} --batch-size {recipe.BatchSize} --learning-rate {Text(recipe.LearningRate)}"
                + (recipe.Patience is { } patience ? $" --patience {patience}" : "")
                + (recipe.Ema is { } decay ? $" --ema {Text(decay)}" : ""),
            string.Create(CultureInfo.InvariantCulture, $"--seed {run.Seed} --threads {run.Threads} --precision {run.Precision.ToString().ToLowerInvariant()}")
                + (run.Device == Devices.Cpu ? "" : $" --device {Quote(run.Device)}")
                + (run.MicroBatch is { } piece ? $" --micro-batch {piece}" : "")
                + RecoveryOption(run.Recovery),
            .. Settings(run.Options, ""),
            .. Settings(run.LossOptions, "loss."),
            $"--out {Quote(target)}",
        ];
        return string.Join(Continuation, parts);
    }

    /// <summary>Measures the run on the test split.</summary>
    public static string Evaluate(RunManifest run, string folder) => $"fineflow evaluate {Quote(folder)} --data {Quote(run.DataFolder)} --split test";

    private static string RecoveryOption(ConservationMode recovery) => recovery switch
    {
        ConservationMode.Exact => " --exact",
        ConservationMode.Projected => " --project",
        _ => "",
    };

    private static IEnumerable<string> Settings(JsonObject settings, string prefix) =>
        settings.Where(setting => setting.Value is not null).Select(setting => $"--set {Quote($"{prefix}{setting.Key}={Text(setting.Value!)}")}");

    private static string Text(JsonNode value) => value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>One word of a shell, whatever is in it.</summary>
    private static string Quote(string word) => word.Length > 0 && word.All(character => char.IsAsciiLetterOrDigit(character) || "._-/=:+".Contains(character, StringComparison.Ordinal))
        ? word
        : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
