using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Nodes;
using FineFlow.Core.Settings;
using FineFlow.Torch.Models;

namespace FineFlow.Torch.Tests.Models;

/// <summary>Every setting of every model: what is refused is refused by the setting's name.</summary>
public class CatalogSettingsTests
{
    public static TheoryData<string> All => CatalogCases.All;

    [Theory]
    [MemberData(nameof(All))]
    public void The_defaults_build_and_survive_json(string model)
    {
        var entry = ModelCatalog.Find(model);
        var json = SettingsBinder.ToJson(entry.Defaults);

        var again = entry.Configure((JsonObject)JsonNode.Parse(json.ToJsonString())!);
        Assert.Equal(json.ToJsonString(), SettingsBinder.ToJson(again).ToJsonString());
    }

    [Theory]
    [MemberData(nameof(All))]
    public void An_unknown_setting_is_refused(string model) =>
        Assert.StartsWith("setting 'no_such': is unknown to " + model, Refusal(model, "no_such", 1), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(All))]
    public void A_value_of_a_wrong_type_is_refused(string model) =>
        Assert.All(SettingsBinder.Describe(ModelCatalog.Find(model).Defaults), setting =>
            Assert.StartsWith($"setting '{setting.Name}'", Refusal(model, setting.Name, new JsonObject()), StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(All))]
    public void No_value_at_all_is_refused_where_there_is_a_default(string model) =>
        Assert.All(SettingsBinder.Describe(ModelCatalog.Find(model).Defaults).Where(s => s.Default is not null), setting =>
            Assert.StartsWith($"setting '{setting.Name}'", Refusal(model, setting.Name, null), StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(All))]
    public void Values_beyond_either_end_of_a_range_are_refused(string model)
    {
        var ranges = ModelCatalog.Find(model).Defaults.GetType().GetProperties()
            .Select(p => (Name: SettingsBinder.NameOf(p.Name), Type: p.PropertyType, Range: p.GetCustomAttribute<RangeAttribute>()))
            .Where(p => p.Range is not null)
            .ToList();

        Assert.NotEmpty(ranges);
        Assert.All(ranges, p => Assert.All(Beyond(p.Range!, p.Type), value =>
            Assert.StartsWith($"setting '{p.Name}': is", Refusal(model, p.Name, value), StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Whatever_is_put_to_a_setting_is_taken_or_refused_in_one_line(string model)
    {
        var entry = ModelCatalog.Find(model);
        HostileSettings.Try(entry.Defaults, entry.Configure);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void More_output_than_input_channels_are_refused(string model) =>
        Assert.StartsWith("setting 'out_channels'", Refusal(model, "out_channels", 2), StringComparison.Ordinal);

    [Fact]
    public void An_unknown_model_is_refused_with_the_known_ones()
    {
        var message = Refused.By(() => ModelCatalog.Find("../plgf\nx"));

        Assert.Contains("plgf, ", message + ", ", StringComparison.Ordinal);
    }

    private static IEnumerable<JsonNode> Beyond(RangeAttribute range, Type type)
    {
        var (least, most) = (Convert.ToDouble(range.Minimum), Convert.ToDouble(range.Maximum));
        return (Nullable.GetUnderlyingType(type) ?? type) == typeof(int)
            ? [JsonValue.Create((int)least - 1), JsonValue.Create((int)most + 1)]
            : [JsonValue.Create(Math.BitDecrement(least)), JsonValue.Create(Math.BitIncrement(most)), JsonNode.Parse("1e999")!];
    }

    private static string Refusal(string model, string setting, JsonNode? value) =>
        Refused.By(() => ModelCatalog.Find(model).Configure([KeyValuePair.Create(setting, value)]));
}
