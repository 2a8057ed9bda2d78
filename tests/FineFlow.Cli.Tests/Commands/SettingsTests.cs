using System.CommandLine;
using FineFlow.Cli.Commands;
using FineFlow.Core;

namespace FineFlow.Cli.Tests.Commands;

public class SettingsTests
{
    [Theory]
    [InlineData("base_channels=16", "base_channels", "16")]
    [InlineData("use_film=false", "use_film", "false")]
    [InlineData("input_transform=log1p", "input_transform", "\"log1p\"")]
    [InlineData("dilations=[1,2]", "dilations", "[1,2]")]
    [InlineData("name=a=b", "name", "\"a=b\"")]
    [InlineData("name=", "name", "\"\"")]
    public void An_assignment_is_a_name_and_a_json_value_or_else_a_text(string assignment, string name, string json)
    {
        var (key, value) = Assert.Single(Parse(assignment));

        Assert.Equal(name, key);
        Assert.Equal(json, value?.ToJsonString());
    }

    [Fact]
    public void Assignments_add_up() => Assert.Equal(["a", "loss.b"], Parse("a=1", "loss.b=2").Keys.Order());

    [Theory]
    [InlineData("a")]
    [InlineData("=1")]
    [InlineData("a=1", "a=1")]
    public void What_is_no_assignment_or_comes_twice_is_refused(params string[] assignments)
    {
        var refusal = Assert.Throws<BadInputException>(() => Parse(assignments));

        Assert.Equal($"option --set: '{assignments[^1]}': expected KEY=VALUE, each key once", refusal.Message);
    }

    private static Dictionary<string, System.Text.Json.Nodes.JsonNode?> Parse(params string[] assignments)
    {
        var command = new Command("work", "Has settings.") { CommonOptions.Set };
        return CommonOptions.Settings(command.Parse([.. assignments.SelectMany(assignment => new[] { "--set", assignment })]));
    }
}
