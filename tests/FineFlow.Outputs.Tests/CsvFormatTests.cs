using FineFlow.Core.Datasets;

namespace FineFlow.Outputs.Tests;

public sealed class CsvFormatTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void There_is_a_line_a_value_with_the_centre_of_its_cell()
    {
        var lines = Write(SmallPrediction.Create(SmallPrediction.Degrees) with { Time = [1_211_000_400, 1_211_002_200, 1_211_004_000] });
        Assert.Equal(1 + 48, lines.Length);
        Assert.Equal("time,row,column,lon,lat,channel,flow", lines[0]);
        Assert.Equal("2008-05-17T05:00:00,0,0,-121.75,37.75,in,0.5", lines[1]);
        Assert.Equal("2008-05-17T05:30:00,1,2,-120.75,37.25,out,116.5", lines[1 + 16 + 8 + 6]);
    }

    [Fact]
    public void Without_times_and_place_slots_are_numbers_and_centres_empty()
    {
        var lines = Write(SmallPrediction.Create());
        Assert.Equal("slot,row,column,lon,lat,channel,flow", lines[0]);
        Assert.Equal("2,1,3,,,out,217.5", lines[^1]);
    }

    [Fact]
    public void Projected_centres_are_x_and_y()
    {
        var lines = Write(SmallPrediction.Create(SmallPrediction.Metres));
        Assert.Equal("slot,row,column,x,y,channel,flow", lines[0]);
        Assert.Equal("0,0,0,390250,5800750,in,0.5", lines[1]);
    }

    [Fact]
    public void Whole_counts_are_written_as_such() =>
        Assert.Equal("0,0,3,,,in,3", Write(SmallPrediction.Create() with { Whole = SmallPrediction.Whole })[4]);

    [Fact]
    public void Channel_names_are_quoted_where_they_must_be()
    {
        var odd = SmallPrediction.Create() with { Manifest = new DatasetManifest { Channels = ["in, \"north\"", "out"] } };
        Assert.Equal("0,0,0,,,\"in, \"\"north\"\"\",0.5", Write(odd)[1]);
    }

    [Fact]
    public void Other_channels_than_the_manifest_names_are_numbered() =>
        Assert.Equal(
            "0,0,0,,,channel 0,0.5", Write(SmallPrediction.Create() with { Manifest = new DatasetManifest { Channels = ["in"] } })[1]);

    private string[] Write(Prediction prediction)
    {
        var path = _folder.File("fine.csv");
        OutputFormats.FromPath(path).Write(path, prediction);
        var text = File.ReadAllText(path);
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        return text[..^1].Split('\n');
    }
}
