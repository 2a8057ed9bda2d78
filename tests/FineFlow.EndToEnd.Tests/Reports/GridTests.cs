using FineFlow.EndToEnd.Tests.Program;

namespace FineFlow.EndToEnd.Tests.Reports;

public sealed class GridTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _events;

    public GridTests() => _events = RawFiles.Events(_folder.File("events.csv"));

    [Fact]
    public void Events_become_a_dataset_with_weather_in_which_the_doctor_finds_no_error()
    {
        var city = _folder.File("city");
        var report = Fineflow.RunWell(["data", "grid", _events, .. RawFiles.GridOptions, "--out", city, "--json"]).Json();
        Assert.Equal(3001, report.GetProperty("rows").GetInt64());
        var channel = report.GetProperty("channels")[0];
        Assert.Equal(3000, channel.GetProperty("counted").GetInt32());
        Assert.Equal(1, channel.GetProperty("dropped").GetProperty("bad_time").GetInt32());
        Assert.Equal(3002, report.GetProperty("bad_rows")[0].GetProperty("line").GetInt32());
        Fineflow.RunWell("data", "inspect", city, "--strict");

        var weather = RawFiles.Weather(_folder.File("weather.csv"));
        Fineflow.Run("data", "weather", city, "--weather", weather, "--conditions", "sky").AssertRefused(city, "not empty");
        var joined = Fineflow.RunWell("data", "weather", city, "--weather", weather, "--conditions", "sky", "--overwrite", "--json").Json();
        Assert.Equal(
            ["sunny", "sprinkle"],
            joined.GetProperty("conditions").EnumerateArray().Select(condition => condition.GetProperty("class").GetString()));
        Assert.DoesNotContain(
            Fineflow.RunWell("data", "doctor", city, "--json").Json().GetProperty("findings").EnumerateArray(),
            finding => finding.GetProperty("severity").GetString() == "error");
    }

    [Theory]
    [InlineData("option --kind", "--kind", "people")]
    [InlineData("option --box", "--kind", "events", "--box", "-74,40,-73")]
    [InlineData("option --hours", "--kind", "events", "--hours", "7")]
    [InlineData("option --from", "--kind", "events", "--from", "yesterday")]
    [InlineData("has no usual column for the time", "--kind", "events")]
    [InlineData("has no times in the form '%d'", "--kind", "events", "--time", "x", "--lon", "x", "--lat", "y", "--time-format", "%d")]
    public void What_cannot_be_meant_is_refused_in_a_line_and_nothing_is_written(string words, params string[] options)
    {
        Fineflow.Run(["data", "grid", _events, "--out", _folder.File("city"), .. options]).AssertRefused(words);
        Assert.Equal([_events], Directory.GetFileSystemEntries(_folder.Path));
    }

    public void Dispose() => _folder.Dispose();
}
