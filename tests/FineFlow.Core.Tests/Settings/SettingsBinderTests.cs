using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using FineFlow.Core.Settings;

namespace FineFlow.Core.Tests.Settings;

public class SettingsBinderTests
{
    [Fact]
    public void Named_settings_replace_their_defaults_and_no_others()
    {
        var bound = Bind("kernel_sizes", "[9,1]", "rate", "0.5");

        Assert.Equal([9, 1], bound.KernelSizes);
        Assert.Equal((0.5, "x", Shape.RoundOne), (bound.Rate, bound.Name, bound.Shape));
    }

    [Fact]
    public void Settings_are_described_by_the_names_under_which_they_are_set()
    {
        var settings = SettingsBinder.Describe(new Probe());

        Assert.Equal(["kernel_sizes", "rate", "share", "most", "name", "shape"], settings.Select(s => s.Name));
        Assert.Equal("how fast", settings[1].Description);
        Assert.Equal("\"round_one\"", settings[5].Default!.ToJsonString());
    }

    [Theory]
    [InlineData("no_such", "1", "setting 'no_such': is unknown to probe; known are kernel_sizes, rate, share, most, name, shape")]
    [InlineData("Rate", "1", "setting 'Rate': is unknown")]
    [InlineData("rate", "2", "setting 'rate': is 2; it must be between 0 and 1")]
    [InlineData("rate", "1e999", "setting 'rate': is \"Infinity\"; it must be between 0 and 1")]
    [InlineData("share", "1e300", "setting 'share': is 1E+300; it must be between 0 and 1")]
    [InlineData("share", "1.4", "setting 'share': is 1.4; it must be between 0 and 1")]
    [InlineData("share", "-0.5", "setting 'share': is -0.5; it must be between 0 and 1")]
    [InlineData("most", "3.4", "setting 'most': is 3.4; it must be between 1 and 3")]
    [InlineData("rate", "true", "setting 'rate': cannot be true; expected a value like 0.25")]
    [InlineData("kernel_sizes", "[9,\"x\"]", "setting 'kernel_sizes': cannot be [9,\"x\"]; expected a value like [5,3]")]
    [InlineData("kernel_sizes", "[9,1.5]", "setting 'kernel_sizes': cannot be")]
    [InlineData("kernel_sizes", "null", "setting 'kernel_sizes': cannot be null")]
    [InlineData("name", "null", "setting 'name': cannot be null")]
    [InlineData("shape", "\"square\"", "setting 'shape': cannot be \"square\"; expected a value like \"round_one\"")]
    [InlineData("shape", "1", "setting 'shape': cannot be 1")]
    public void What_does_not_fit_is_refused_by_name(string name, string value, string message) =>
        Assert.StartsWith(message, Assert.Throws<BadInputException>(() => Bind(name, value)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_ends_of_a_range_are_inside_and_what_is_not_set_has_none()
    {
        Assert.Equal((0, 3), (Bind("share", "0").Share, Bind("most", "3").Most));
        Assert.Null(Bind("most", "null").Most);
    }

    [Fact]
    public void Not_a_number_is_outside_of_every_range() =>
        Assert.Equal(
            "setting 'share': is \"NaN\"; it must be between 0 and 1",
            Assert.Throws<BadInputException>(() => SettingsBinder.Validate(new Probe { Share = double.NaN })).Message);

    [Theory]
    [InlineData("3", "3")]
    [InlineData("true", "true")]
    [InlineData("[1, 2]", "[1,2]")]
    [InlineData("log1p", "\"log1p\"")]
    [InlineData("a=b", "\"a=b\"")]
    [InlineData("", "\"\"")]
    [InlineData("[1,", "\"[1,\"")]
    public void Text_of_the_command_line_becomes_json(string text, string json) =>
        Assert.Equal(json, SettingsBinder.ParseValue(text)!.ToJsonString());

    private static Probe Bind(params string[] pairs) =>
        SettingsBinder.Bind(new Probe(), pairs.Chunk(2).Select(pair => KeyValuePair.Create(pair[0], JsonNode.Parse(pair[1]))), "probe");

    private enum Shape
    {
        RoundOne,
    }

    private sealed record Probe
    {
        public IReadOnlyList<int> KernelSizes { get; init; } = [5, 3];

        [Range(0, 1.0), Description("how fast")]
        public double Rate { get; init; } = 0.25;

        [Range(0, 1)]
        public double Share { get; init; } = 1;

        [Range(1, 3)]
        public double? Most { get; init; }

        public string Name { get; init; } = "x";

        public Shape Shape { get; init; }
    }
}
