using System.Text.Json.Nodes;
using FineFlow.Core;
using FineFlow.Core.Settings;
using FineFlow.Torch.Models;
using FineFlow.Torch.Networks;

namespace FineFlow.Torch.Tests.Networks;

public class NetworkSizesTests
{
    public static TheoryData<string> Published => [.. ModelCatalog.All.Where(entry => entry.IsPublished).Select(entry => entry.Name)];

    public static TheoryData<string> Own => [.. ModelCatalog.All.Where(entry => !entry.IsPublished).Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Published))]
    public void No_size_is_wider_than_published_and_paper_is_as_published(string model)
    {
        var entry = ModelCatalog.Find(model);
        var widths = Enum.GetValues<NetworkSize>().Select(size => WidthsOf(entry, size)).ToList();
        Assert.Equal(SettingsBinder.ToJson(entry.Defaults).ToJsonString(), OptionsOf(entry, NetworkSize.Paper).ToJsonString());
        Assert.All(widths[0].Zip(widths[1], widths[2]), width => Assert.True(width.First <= width.Second && width.Second <= width.Third));
        Assert.True(widths[0].Sum() < widths[2].Sum() || widths[2].Length == 0);
    }

    [Fact]
    public void Small_PLGF_has_a_quarter_of_the_published_widths()
    {
        var options = OptionsOf(ModelCatalog.Find("plgf"), NetworkSize.Small);
        Assert.Equal((32, 32, 8), ((int)options["base_channels"]!, (int)options["context_channels"]!, (int)options["growth_rate"]!));
    }

    [Theory]
    [MemberData(nameof(Own))]
    public void FineFlows_own_models_have_one_size(string model)
    {
        var entry = ModelCatalog.Find(model);
        Assert.Throws<BadInputException>(() => NetworkSizes.SettingsOf(entry, NetworkSize.Small));
        Assert.Null(NetworkSizes.Advice(entry, entry.Defaults, maps: 1));
    }

    [Theory]
    [InlineData(NetworkSize.Paper, 531, "size small or medium")]
    [InlineData(NetworkSize.Medium, 531, "size small)")]
    [InlineData(NetworkSize.Small, 531, null)]
    [InlineData(NetworkSize.Paper, 2142, null)]
    public void Few_maps_are_met_with_a_narrower_size(NetworkSize size, int maps, string? advised)
    {
        var entry = ModelCatalog.Find("plgf");
        var advice = NetworkSizes.Advice(entry, entry.Configure(NetworkSizes.SettingsOf(entry, size)), maps);
        Assert.Equal(advised is null, advice is null);
        Assert.Contains(advised ?? "", advice ?? "", StringComparison.Ordinal);
    }

    private static JsonObject OptionsOf(ModelEntry entry, NetworkSize size) =>
        SettingsBinder.ToJson(entry.Configure(NetworkSizes.SettingsOf(entry, size)));

    private static int[] WidthsOf(ModelEntry entry, NetworkSize size)
    {
        var options = OptionsOf(entry, size);
        return [.. NetworkSizes.SettingsOf(entry, NetworkSize.Small).Select(width => (int)options[width.Key]!)];
    }
}
