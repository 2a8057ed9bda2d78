using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Plots;

namespace FineFlow.Outputs.Tests;

public class QgisStyleTests
{
    [Fact]
    public void The_bands_of_the_first_channel_have_the_slots_from_start_to_end()
    {
        var temporal = Style(SmallPrediction.Create() with { Time = [1_211_000_400, 1_211_002_200, 1_211_004_000] }).Element("temporal")!;
        Assert.Equal(("1", "3"), ((string?)temporal.Attribute("enabled"), (string?)temporal.Attribute("mode")));
        Assert.Equal(
            ["1 2008-05-17T05:00:00Z 2008-05-17T05:30:00Z 0", "3 2008-05-17T05:30:00Z 2008-05-17T06:00:00Z 0",
                "5 2008-05-17T06:00:00Z 2008-05-17T06:30:00Z 0"],
            Ranges(temporal));
    }

    [Fact]
    public void The_length_of_slots_is_the_manifests_and_one_slot_without_it_is_a_moment()
    {
        var one = new Prediction { Fine = new FlowMaps(new(1, 1, 2, 2)), Model = "plgf", Time = [0] };
        Assert.Equal(["1 1970-01-01T00:00:00Z 1970-01-01T00:00:00Z 1"], Ranges(Style(one).Element("temporal")!));
        var hour = one with { Manifest = new DatasetManifest { SlotMinutes = 60 } };
        Assert.Equal(["1 1970-01-01T00:00:00Z 1970-01-01T01:00:00Z 0"], Ranges(Style(hour).Element("temporal")!));
    }

    [Fact]
    public void Without_times_there_is_nothing_to_play() => Assert.Null(Style(SmallPrediction.Create()).Element("temporal"));

    [Fact]
    public void Colours_are_those_of_the_figures_from_nothing_to_the_largest_flow()
    {
        var shader = Style(SmallPrediction.Create()).Descendants("colorrampshader").Single();
        var items = shader.Elements("item")
            .Select(item => (Value: Number(item, "value"), Color: (string)item.Attribute("color")!))
            .ToArray();
        Assert.Equal((0, 217.5), (items[0].Value, items[^1].Value));
        Assert.Equal(217.5, Number(shader, "maximumValue"));
        Assert.All(items.Zip(items.Skip(1)), pair => Assert.True(pair.First.Value < pair.Second.Value));
        Assert.All(
            items,
            item => Assert.Equal(Hex(FigureColors.Flow(new FlowScale(217.5, 40).Position(item.Value))), item.Color));
    }

    [Fact]
    public void Where_zeros_are_not_drawn_little_flow_is_see_through()
    {
        Assert.All(Alphas(SmallPrediction.Create()), alpha => Assert.Equal(255, alpha));
        var alphas = Alphas(SmallPrediction.Create() with { ZerosAsNodata = true });
        Assert.Equal((0, 255), (alphas[0], alphas[^1]));
        Assert.Contains(alphas, alpha => alpha is > 0 and < 255);

        static double[] Alphas(Prediction prediction) => [.. Style(prediction).Descendants("item").Select(item => Number(item, "alpha"))];
    }

    [Theory]
    [InlineData(float.NaN, 1)]
    [InlineData(0, 1)]
    public void Maps_without_flow_have_a_scale(float value, double top)
    {
        var prediction = new Prediction { Fine = new FlowMaps(new(1, 1, 1, 1), [value]), Model = "plgf" };
        Assert.Equal(top, Number(Style(prediction).Descendants("colorrampshader").Single(), "maximumValue"));
    }

    private static string[] Ranges(XElement temporal) =>
    [
        .. temporal.Descendants("range").Select(range =>
            string.Join(' ', new[] { "band", "begin", "end", "includeEnd" }.Select(name => (string?)range.Attribute(name)))),
    ];

    private static double Number(XElement element, string name) =>
        double.Parse((string)element.Attribute(name)!, CultureInfo.InvariantCulture);

    private static string Hex(SkiaSharp.SKColor color) => $"#{color.Red:x2}{color.Green:x2}{color.Blue:x2}";

    private static XElement Style(Prediction prediction)
    {
        using var stream = new MemoryStream();
        OutputFormats.FromPath("fine.tif").WriteStyle(stream, prediction);
        stream.Position = 0;
        using var reader = XmlReader.Create(stream, new() { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader).Root!;
    }
}
