using System.Text.Json.Nodes;
using FineFlow.Core;
using FineFlow.Core.Settings;

namespace FineFlow.Torch.Tests;

/// <summary>Values that somebody may give a setting by mistake or on purpose, as the command line takes them.</summary>
internal static class HostileSettings
{
    private static readonly string[] Values =
    [
        "1e300", "-1e300", "1e999", "-1e999", "2147483648", "-2147483649", "99999999999999999999", "NaN", "Infinity", "\"NaN\"",
        "0", "-1", "0.4", "1.4", "-0.4", "1e-320", "text", "", "true", "null", "{}",
        "[]", "[0]", "[-1]", "[1e300]", "[1e999]", "[0.5, \"x\"]", "[null]",
    ];

    /// <summary>
    /// Puts each value to each setting of a record: it is refused by one line that names a setting, or taken and written to JSON, as every
    /// run is. Any other exception fails the test.
    /// </summary>
    public static void Try<T>(T defaults, Func<KeyValuePair<string, JsonNode?>[], T> bind)
        where T : class
    {
        foreach (var setting in SettingsBinder.Describe(defaults))
        {
            foreach (var value in Values)
            {
                var settings = new[] { KeyValuePair.Create(setting.Name, SettingsBinder.ParseValue(value)) };
                if (Record.Exception(() => SettingsBinder.ToJson(bind(settings)).ToJsonString()) is { } failure)
                {
                    Assert.True(failure is BadInputException, $"{setting.Name}={value}: {failure}");
                    Assert.StartsWith("setting '", failure.Message, StringComparison.Ordinal);
                    Assert.DoesNotContain('\n', failure.Message);
                }
            }
        }
    }
}
