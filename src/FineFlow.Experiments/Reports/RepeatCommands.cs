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
            $"fineflow train --data {ShellWord.Quote(run.DataFolder)} --model {ShellWord.Quote(run.Model)} "
                + $"--loss {ShellWord.Quote(run.LossName)} --recipe {ShellWord.Quote(recipe.Name)}",
            string.Join(' ', Options(typeof(Recipe), recipe)),
            string.Join(' ', Options(typeof(RunOptions), run)) + RecoveryOption(run.Recovery),
            .. Settings(SettingsBinder.ToJson(run.Options), ""),
            .. Settings(SettingsBinder.ToJson(run.Loss), "loss."),
            $"--out {ShellWord.Quote(target)}",
        ];
        return string.Join(Continuation, parts);
    }

    /// <summary>Returns the command that measures the run on the test split.</summary>
    public static string Evaluate(RunManifest run, string folder) =>
        $"fineflow evaluate {ShellWord.Quote(folder)} --data {ShellWord.Quote(run.DataFolder)} --split test";

    /// <summary>Returns the options that a record declares, except for those at a constant default.</summary>
    private static IEnumerable<string> Options(Type type, object record) =>
        from option in OptionInfo.Of(type)
        let text = option.TextOf(record)
        where text is not null && text != option.Default
        select option.ValueType == typeof(bool) ? option.Name : $"{option.Name} {ShellWord.Quote(text)}";

    private static string RecoveryOption(ConservationMode recovery) => recovery switch
    {
        ConservationMode.Exact => " --exact",
        ConservationMode.Projected => " --project",
        _ => "",
    };

    private static IEnumerable<string> Settings(JsonObject settings, string prefix) => settings
        .Where(setting => setting.Value is not null)
        .Select(setting => $"--set {ShellWord.Quote($"{prefix}{setting.Key}={Text(setting.Value!)}")}");

    private static string Text(JsonNode value) =>
        value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
}
