using FineFlow.EndToEnd.Tests.Program;

namespace FineFlow.EndToEnd.Tests.Reports;

public sealed class GridTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _events;

    public GridTests()
    {
        _events = _folder.File("events.csv");
        var start = new DateTime(2024, 1, 1);
        File.WriteAllLines(
            _events,
            ["when,x,y", .. Enumerable.Range(0, 3000).Select(Row), "soon,1,1"]);

        string Row(int i) => FormattableString.Invariant(
            $"{start.AddMinutes(i):yyyy-MM-dd HH:mm:ss},{i * 7919 % 8009 % 80 / 10.0},{i * 104729 % 7001 % 80 / 10.0 + 0.05}");
    }

    [Fact]
    public void Events_become_a_dataset_with_weather_in_which_the_doctor_finds_no_error()
    {
        var city = _folder.File("city");
        var report = Fineflow.RunWell(
            "data", "grid", _events, "--kind", "events", "--time", "when", "--lon", "x", "--lat", "y", "--box", "0,0,8,8",
            "--grid", "8x8", "--factor", "2", "--slot", "60", "--out", city, "--json").Json();
        Assert.Equal(3001, report.GetProperty("rows").GetInt64());
        var channel = report.GetProperty("channels")[0];
        Assert.Equal(3000, channel.GetProperty("counted").GetInt32());
        Assert.Equal(1, channel.GetProperty("dropped").GetProperty("bad_time").GetInt32());
        Assert.Equal(3002, report.GetProperty("bad_rows")[0].GetProperty("line").GetInt32());
        Fineflow.RunWell("data", "inspect", city, "--strict");

        var weather = _folder.File("weather.csv");
        File.WriteAllLines(weather, ["time,sky", "2023-12-31 23:00,Clear", "2024-01-01 12:00,Light rain"]);
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
