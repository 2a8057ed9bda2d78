using System.Text.Json.Nodes;
using FineFlow.Core;
using FineFlow.Core.Settings;
using FineFlow.Torch.Networks;

namespace FineFlow.Torch.Training.Runs;

/// <summary>Settings that a resumed run may change.</summary>
internal static class ResumeRules
{
    /// <summary>Refuses changes to what a run keeps.</summary>
    /// <param name="run">The run as it is.</param>
    /// <param name="changed">The run as it is asked to go on.</param>
    /// <exception cref="BadInputException">Names the setting, what it is and what was asked for.</exception>
    public static void Check(RunManifest run, RunManifest changed)
    {
        CheckKept(typeof(Recipe), SettingsBinder.ToJson(run.Recipe), SettingsBinder.ToJson(changed.Recipe));
        CheckKept(typeof(RunOptions), ValuesOf(run), ValuesOf(changed));
        if (run.Recipe.ScheduleKind == ScheduleKind.Cosine && run.Recipe.Epochs != changed.Recipe.Epochs)
        {
            throw new BadInputException(
                "setting 'epochs'",
                $"is {run.Recipe.Epochs} in this run and {changed.Recipe.Epochs} was asked for; "
                    + "a cosine schedule ends with the last epoch, so it stays")
            {
                Setting = nameof(Recipe.Epochs),
            };
        }
    }

    /// <summary>Returns the error for a setting that a resumed run keeps.</summary>
    public static BadInputException Refusal(string what, string has, string asked, string? setting = null) =>
        new(what, $"is {has} in this run and {asked} was asked for; a resumed run keeps its settings") { Setting = setting };

    private static void CheckKept(Type type, JsonObject before, JsonObject after)
    {
        var options = OptionInfo.Of(type).ToDictionary(option => option.Setting);
        foreach (var (name, value) in before)
        {
            var option = options.GetValueOrDefault(name);
            if (option?.OnResume is null or ResumeRule.Keep && !JsonNode.DeepEquals(value, after[name]))
            {
                throw Refusal(Invariant($"setting '{name}'"), Text(value), Text(after[name]), option?.Property);
            }
        }
    }

    private static JsonObject ValuesOf(RunOptions run) =>
        new(OptionInfo.Of(typeof(RunOptions)).Select(option => KeyValuePair.Create(option.Setting, (JsonNode?)option.TextOf(run))));

    private static string Text(JsonNode? value) =>
        value is null ? "none" : value is JsonValue text && text.TryGetValue<string>(out var word) ? word : value.ToJsonString();
}
