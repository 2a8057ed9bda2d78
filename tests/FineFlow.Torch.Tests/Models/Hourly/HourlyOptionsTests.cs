using System.Text.Json.Nodes;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Torch.Models;
using FineFlow.Torch.Models.Hourly;
using FineFlow.Torch.Networks;

namespace FineFlow.Torch.Tests.Models.Hourly;

public class HourlyOptionsTests
{
    private static readonly Dictionary<string, JsonNode?> None = [];

    public static TheoryData<string> Models => ["cufar", "uno"];

    [Theory]
    [InlineData(7, 21, 7, 15)]
    [InlineData(9, 12, 7, 15)]
    [InlineData(6, 21, 0, 24)]
    [InlineData(7, 22, 0, 24)]
    public void Training_hours_decide_the_heads(int first, int last, int offset, int span)
    {
        var options = (HourlyOptions)DatasetOptions.For(ModelCatalog.Find("cufar"), Data([first, last]), None);

        Assert.Equal((offset, span), (options.HourOffset, options.TimeSpan));
    }

    [Fact]
    public void What_the_user_sets_goes_first()
    {
        var settings = new Dictionary<string, JsonNode?> { ["hour_offset"] = 5, ["time_span"] = 18 };

        var options = (HourlyOptions)DatasetOptions.For(ModelCatalog.Find("uno"), Data([7, 21]), settings);

        Assert.Equal((5, 18), (options.HourOffset, options.TimeSpan));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Data_without_externals_are_refused_before_training(string model)
    {
        var entry = ModelCatalog.Find(model);
        var data = Data(null);
        using var network = entry.Create(DatasetOptions.For(entry, data, None));

        var failure = Assert.Throws<BadInputException>(() => network.CheckInput(new FlowInputs(data["train"].Coarse), "some/train"));

        Assert.StartsWith("some/train: has no external factors", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(22)]
    [InlineData(float.NaN)]
    public void An_hour_without_a_head_is_refused_by_its_row(float hour)
    {
        using var network = new CufarNetwork(new() { Height = 4, Width = 4, BaseChannels = 2 });
        var external = new ExternalFactors([.. Row(7), .. Row(21), .. Row(hour)]);

        network.CheckInput(new FlowInputs(new FlowMaps(new(2, 1, 4, 4), new float[32]), external.Slice(0, 2)), "X.npy");
        var failure = Assert.Throws<BadInputException>(
            () => network.CheckInput(new FlowInputs(new FlowMaps(new(3, 1, 4, 4), new float[48]), external), "X.npy"));

        Assert.StartsWith($"X.npy: ext row 2, column 5 (hour) is {hour}, but", failure.Message, StringComparison.Ordinal);
        Assert.Contains("7 .. 21", failure.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, NetworkOptions> Refused => new()
    {
        { "global_kernel", new CufarOptions { GlobalKernel = 8 } },
        { "local_kernel", new UnoOptions { LocalKernel = 2 } },
        { "day_vocab", new CufarOptions { DayVocab = 7 } },
        { "hour_vocab", new UnoOptions { HourVocab = 15 } },
        { "ext_dim", new UnoOptions { ExtDim = 5 } },
        { "weather_vocab", new UnoOptions { WeatherVocab = 15 } },
        { "time_span", new CufarOptions { TimeSpan = 25 } },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_the_definition_does_not_admit_is_refused_by_name(string setting, NetworkOptions options)
    {
        var failure = Assert.Throws<BadInputException>(options.Validate);

        Assert.Contains($"'{setting}'", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>A dataset of 4x4 coarse cells, factor 2, one training slot an hour.</summary>
    private static FlowDataset Data(float[]? hours)
    {
        using var folder = new TemporaryFolder();
        var samples = hours?.Length ?? 1;
        var coarse = new FlowMaps(new(samples, 1, 4, 4), [.. Enumerable.Repeat(4f, samples * 16)]);
        var fine = new FlowMaps(new(samples, 1, 8, 8), [.. Enumerable.Repeat(1f, samples * 64)]);
        var external = hours is null ? null : new ExternalFactors([.. hours.SelectMany(Row)]);
        DatasetFolder.Write(folder.File("data"), new DatasetManifest(), [new FlowSplit("train", coarse, fine, external)]);
        return DatasetFolder.Load(folder.File("data"));
    }

    private static float[] Row(float hour) => [15, 5, 0, 0, 1, hour, 1];
}
