using System.Globalization;
using FineFlow.EndToEnd.Tests.Program;

namespace FineFlow.EndToEnd.Tests.Reports;

public sealed class CityTests : IDisposable
{
    private const int Days = 12, EventsOfHour = 70;

    private readonly TemporaryFolder _folder = new();
    private readonly string _file;
    private readonly string _city;

    public CityTests()
    {
        (_file, _city) = (_folder.File("pickups.csv"), _folder.File("city"));
        File.WriteAllLines(_file, ["Date/Time,Longitude,Latitude", .. Events()]);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_becomes_a_city_with_models_a_report_and_maps_and_a_killed_command_goes_on()
    {
        using (var running = Fineflow.Start("city", _file, "--out", _city, "--minutes", "0.6"))
        {
            running.WaitForStep();
            running.Kill();
        }

        var dataset = File.GetLastWriteTimeUtc(Path.Combine(_city, "data", "dataset.json"));
        var outcome = Fineflow.RunWell("city", _file, "--out", _city, "--minutes", "0.6", "--json");

        Assert.Equal(dataset, File.GetLastWriteTimeUtc(Path.Combine(_city, "data", "dataset.json")));
        var report = outcome.Json();
        Assert.Equal(
            ["mean", "ha", "kha", "pha", "dmn"],
            report.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("model").GetString()!));
        Assert.True(Mse(report, "kha") < Mse(report, "mean"));
        string[] expected =
        [
            "busiest.png", "busiest.qml", "busiest.tif", "city.json", "data", "latest.png", "latest.qml", "latest.tif", "models",
            "report.html",
        ];
        Assert.Equal(expected, Directory.GetFileSystemEntries(_city).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var page = File.ReadAllText(Path.Combine(_city, "report.html"));
        Assert.Contains("a row is: event (time, place)", page, StringComparison.Ordinal);
        Assert.Contains("of 20,160 rows in 288 slots", page, StringComparison.Ordinal);

        var (best, data) = (report.GetProperty("best").GetString()!, Path.Combine(_city, "data"));
        Fineflow.RunWell("predict", best, "--data", data, "--output", _folder.File("fine.npy"));
        Fineflow.Run("city", _file, "--out", _city, "--slot", "30").AssertRefused("holds the city of other files or options");
    }

    [Fact]
    public void What_is_no_city_is_refused_and_nothing_is_written()
    {
        Fineflow.Run("city", _file, "--out", _city, "--lon", "nosuch").AssertRefused("has no column 'nosuch'");
        Fineflow.Run("city", _file, "--out", _city, "--minutes", "0").AssertRefused("--minutes");
        Assert.False(Directory.Exists(_city));
    }

    private static double Mse(System.Text.Json.JsonElement report, string model) => report.GetProperty("results").EnumerateArray()
        .Single(result => result.GetProperty("model").GetString() == model)
        .GetProperty("evaluation").GetProperty("metrics").GetProperty("mse").GetDouble();

    /// <summary>Events around four places, of which two are busy by day and two by night.</summary>
    private static IEnumerable<string> Events()
    {
        var random = new Random(7);
        (double Longitude, double Latitude)[] places = [(-73.99, 40.72), (-73.97, 40.75), (-73.95, 40.73), (-73.98, 40.77)];
        for (var hour = 0; hour < 24 * Days; hour++)
        {
            for (var number = 0; number < EventsOfHour; number++)
            {
                var (longitude, latitude) = places[random.Next(2) + (hour % 24 is > 6 and < 20 ? 0 : 2)];
                var time = new DateTime(2024, 3, 4).AddHours(hour).AddSeconds(random.Next(3600));
                yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{time:yyyy-MM-dd HH:mm:ss},{longitude + Spread():0.#####},{latitude + Spread():0.#####}");
            }
        }

        double Spread() => 0.012 * (random.NextDouble() + random.NextDouble() - 1);
    }
}
