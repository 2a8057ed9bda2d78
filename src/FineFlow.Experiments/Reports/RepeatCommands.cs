using System.Text.Json;
using System.Text.Json.Nodes;
using FineFlow.Core.Settings;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Experiments.Reports;

/// <summary>The commands that repeat a run, for a POSIX shell.</summary>
internal static class RepeatCommands
{
    private const string Continuation = " \\\n  ";

    /// <summary>Returns the command that trains the run again, with all settings.</summary>
    /// <param name="run">The content of run.json.</param>
    /// <param name="target">The new run's folder.</param>
    public static string Train(RunManifest run, string target)
    {
        var recipe = run.Recipe;
        List<string> parts =
        [
            $"fineflow train --data {Quote(run.DataFolder)} --model {Quote(run.Model)} --loss {Quote(run.LossName)} "
                + $"--recipe {Quote(recipe.Name)}",
            string.Join(' ', Options(typeof(Recipe), recipe)),
            string.Join(' ', Options(typeof(RunOptions), run)) + RecoveryOption(run.Recovery),
            .. Settings(SettingsBinder.ToJson(run.Options), ""),
            .. Settings(SettingsBinder.ToJson(run.Loss), "loss."),
            $"--out {Quote(target)}",
        ];
        return string.Join(Continuation, parts);
    }

    /// <summary>Returns the command that measures the run on the test split.</summary>
    public static string Evaluate(RunManifest run, string folder) =>
        $"fineflow evaluate {Quote(folder)} --data {Quote(run.DataFolder)} --split test";

    /// <summary>Returns the options that a record declares, except for those at a constant default.</summary>
    private static IEnumerable<string> Options(Type type, object record) =>
        from option in OptionInfo.Of(type)
        let text = option.TextOf(record)
        where text is not null && text != option.Default
        select $"{option.Name} {Quote(text)}";

    private static string RecoveryOption(ConservationMode recovery) => recovery switch
    {
        ConservationMode.Exact => " --exact",
        ConservationMode.Projected => " --project",
        _ => "",
    };

    private static IEnumerable<string> Settings(JsonObject settings, string prefix) => settings
        .Where(setting => setting.Value is not null)
        .Select(setting => $"--set {Quote($"{prefix}{setting.Key}={Text(setting.Value!)}")}");

    private static string Text(JsonNode value) =>
        value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();

    /// <summary>Returns the text as one word of a shell.</summary>
    private static string Quote(string word) => word.Length > 0 && word.All(IsPlain)
        ? word
        : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static bool IsPlain(char character) =>
        char.IsAsciiLetterOrDigit(character) || "._-/=:+".Contains(character, StringComparison.Ordinal);
}
