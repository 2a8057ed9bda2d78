using System.Globalization;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Formats;
using FineFlow.EndToEnd.Tests.Program;
using FineFlow.Ingest.Maps;
using FineFlow.Outputs;

namespace FineFlow.EndToEnd.Tests.Reports;

/// <summary>Counts that are already on a grid: as fine ones that train a city, and as coarse ones alone.</summary>
public sealed class CountsTests : IClassFixture<CountsTests.TinyCity>, IDisposable
{
    private readonly TinyCity _tiny;
    private readonly TemporaryFolder _folder = new();

    public CountsTests(TinyCity tiny) => _tiny = tiny;

    private string Out => _folder.File("out");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Coarse_counts_of_a_table_become_the_maps_that_the_model_infers_of_the_same_split()
    {
        var outcome = Fineflow.RunWell("city", Table(_tiny.Test.Coarse), "--model", _tiny.Run, "--out", Out, "--json").Json();

        var counts = CountFiles.Read(new() { Inputs = [outcome.GetProperty("fine").GetString()!] });
        Assert.Equal(_tiny.Test.Time!, counts.Time!);
        Assert.Equal(_tiny.Data.Manifest.BoundingBox, counts.Box);
        Assert.Equal(_tiny.Predicted(_folder.File("fine.npy")), counts.Maps.Values);
        string[] files =
        [
            "busiest.png", "busiest.qml", "busiest.tif", "city.json", "fine.qml", "fine.tif", "latest.png", "latest.qml", "latest.tif",
            "report.html",
        ];
        Assert.Equal(files, Directory.GetFileSystemEntries(Out).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Contains("no error is measured", File.ReadAllText(Path.Combine(Out, "report.html")), StringComparison.Ordinal);
        Assert.Empty(outcome.GetProperty("prediction").GetProperty("warnings").EnumerateArray());
    }

    [Fact]
    public void A_geotiff_of_coarse_counts_is_predicted_and_keeps_its_place()
    {
        var place = new GridPlace(new() { West = 8, East = 8.5, South = 50, North = 50.25 }, 4326);
        var coarse = new Prediction { Fine = _tiny.Test.Coarse, Model = "x", Place = place, Time = _tiny.Test.Time };
        OutputFormats.FromPath(_folder.File("coarse.tif")).Write(_folder.File("coarse.tif"), coarse);

        var outcome = Fineflow.RunWell("predict", _tiny.Run, "--input", _folder.File("coarse.tif"), "--output", _folder.File("fine.tif"));

        var fine = CountFiles.Read(new() { Inputs = [_folder.File("fine.tif")] });
        Assert.Equal(_tiny.Predicted(_folder.File("fine.npy")), fine.Maps.Values);
        Assert.Equal((place.Box, "EPSG:4326"), (fine.Box!, fine.Crs));
        Assert.Equal(_tiny.Test.Time!, fine.Time!);
        Assert.Contains("lies in another place", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Fine_counts_of_a_table_train_a_city()
    {
        var table = Table(_tiny.Data[SplitNames.Train].Fine, _tiny.Data[SplitNames.Train].Time!);

        var report = Fineflow.RunWell("city", table, "--out", Out, "--minutes", "0.1", "--json").Json();

        var data = DatasetFolder.Load(Path.Combine(Out, "data"), new() { Strict = true });
        Assert.Equal(_tiny.Data[SplitNames.Train].Fine.Values, data.Splits.SelectMany(split => split.Fine.Values));
        Assert.Equal(_tiny.Data[SplitNames.Train].Time!, data.Splits.SelectMany(split => split.Time!));
        Assert.Equal(5, report.GetProperty("results").GetArrayLength());
        Assert.Contains("counts are: fine", File.ReadAllText(Path.Combine(Out, "report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void What_coarse_counts_need_is_said()
    {
        var table = Table(_tiny.Test.Coarse);
        Refused([table], "Coarse counts alone need a model", "(option --factor)");
        Refused([table, "--model", _folder.File("none")], "is not a folder");
        Refused([table, "--model", _tiny.Run, "--factor", "2"], "option --factor: is of a city that is trained");
        Refused([table, "--model", _tiny.Run, "--hours", "7-9"], "option --hours: is of events, trips and traces");
        Refused([table, "--kind", "events", "--row", "row"], "option --row: is of counts on a grid");
        Refused([Table(_tiny.Data[SplitNames.Train].Fine, _tiny.Data[SplitNames.Train].Time!), "--model", _tiny.Run], "has maps of 32x32");

        File.WriteAllLines(
            _folder.File("places.csv"), ["time,lon,lat,count", "2024-05-01 10:00,8.1,50.1,3", "2024-05-01 10:00,8.2,50.2,3"]);
        Refused([_folder.File("places.csv")], "may be events or counts of the cells of a grid", "(option --kind)");
        Assert.False(Directory.Exists(Out));
    }

    private void Refused(string[] line, params string[] words) => Fineflow.Run(["city", .. line, "--out", Out]).AssertRefused(words);

    private string Table(FlowMaps maps) => Table(maps, _tiny.Test.Time!);

    private string Table(FlowMaps maps, long[] times)
    {
        var lines =
            from sample in Enumerable.Range(0, maps.Samples)
            from cell in Enumerable.Range(0, maps.Rows * maps.Columns)
            let time = DateTimeOffset.FromUnixTimeSeconds(times[sample])
            let count = maps.Values[(sample * maps.SampleLength) + cell]
            select string.Create(
                CultureInfo.InvariantCulture, $"{time:yyyy-MM-dd HH:mm},{cell / maps.Columns},{cell % maps.Columns},{count}");
        var path = _folder.File("counts.csv");
        File.WriteAllLines(path, ["time,row,column,count", .. lines]);
        return path;
    }

    /// <summary>A small made-up city with times and a place, and a run on it.</summary>
    public sealed class TinyCity : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public TinyCity()
        {
            Fineflow.RunWell("data", "synth", "--preset", "tiny", "--out", _folder.File("data"));
            Fineflow.RunWell("train", "--data", _folder.File("data"), "--model", "kha", "--out", Run);
            Data = DatasetFolder.Load(_folder.File("data"));
        }

        public string Run => _folder.File("run");

        internal FlowDataset Data { get; }

        internal FlowSplit Test => Data[SplitNames.Test];

        public void Dispose() => _folder.Dispose();

        /// <summary>Returns what the run infers of the test split.</summary>
        internal float[] Predicted(string path)
        {
            Fineflow.RunWell("predict", Run, "--data", Data.Folder, "--output", path);
            return NpyReader.ReadSingle(path).Values;
        }
    }
}
