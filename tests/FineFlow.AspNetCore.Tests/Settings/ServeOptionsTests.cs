using FineFlow.AspNetCore.Settings;
using FineFlow.Core;
using FineFlow.Core.Settings;
using FineFlow.Engine.Inference;
using FineFlow.Host;

namespace FineFlow.AspNetCore.Tests.Settings;

/// <summary>What follows from the declarations of the server's settings.</summary>
public class ServeOptionsTests
{
    private static readonly ServeOptions Defaults = new() { Models = "models" };

    private static IEnumerable<OptionInfo> Options =>
        new[] { typeof(FineFlowOptions), typeof(ServeOptions), typeof(EngineOptions) }.SelectMany(OptionInfo.Of);

    [Fact]
    public void The_documentations_table_is_that_of_the_declarations()
    {
        var rows = Options.Select(
            option => $"| `{$"{option.Name} {option.ValueName}".TrimEnd()}` | {option.Default} | {option.Description} |\n");

        Assert.Equal($"| option | default | meaning |\n|---|---|---|\n{string.Concat(rows)}", Documentation.OptionTable("serving.md"));
    }

    [Fact]
    public void A_constant_default_is_the_declarations_own()
    {
        foreach (var option in Options)
        {
            var text = option.Property == nameof(FineFlowOptions.Models) ? null : option.TextOf(Defaults);
            Assert.Equal(text, text is null ? null : option.Default);
        }
    }

    [Theory]
    [InlineData("max_body_bytes", "1023", "must be between 1024 and 1073741824")]
    [InlineData("max_body_bytes", "9223372036854775807", "must be between")]
    [InlineData("rate", "0", "must be between 1 and 1000000")]
    [InlineData("connections", "100001", "must be between 1 and 100000")]
    [InlineData("timeout_seconds", "3600.5", "must be between 0.1 and 3600")]
    [InlineData("max_batch", "0", "must be between 1 and 1024")]
    [InlineData("queue", "100001", "must be between 1 and 100000")]
    [InlineData("queue", "7", "must hold a batch, which is of 8 maps")]
    public void What_is_out_of_range_is_refused_by_name(string setting, string value, string expected)
    {
        var refusal = Assert.Throws<BadInputException>(() => With(setting, value).Check());

        Assert.StartsWith($"setting '{setting}': is {value}; it {expected}", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(setting, SettingsBinder.NameOf(refusal.Setting!));
    }

    [Fact]
    public void What_is_at_the_ends_of_a_range_is_accepted() => (Defaults with
    {
        MaxBodyBytes = 1 << 30,
        Rate = 1,
        Connections = 100_000,
        TimeoutSeconds = 0.1,
        MaxBatch = 1024,
        Queue = 1024,
    }).Check();

    private static ServeOptions With(string setting, string value) => setting switch
    {
        "max_body_bytes" => Defaults with { MaxBodyBytes = long.Parse(value) },
        "rate" => Defaults with { Rate = int.Parse(value) },
        "connections" => Defaults with { Connections = int.Parse(value) },
        "timeout_seconds" => Defaults with { TimeoutSeconds = double.Parse(value, System.Globalization.CultureInfo.InvariantCulture) },
        "max_batch" => Defaults with { MaxBatch = int.Parse(value) },
        _ => Defaults with { MaxBatch = 8, Queue = int.Parse(value) },
    };
}
