using System.Globalization;
using System.IO.Compression;
using FineFlow.Core.Datasets;
using FineFlow.Ingest.External;
using FineFlow.Ingest.Grid;

namespace FineFlow.Ingest.Tests.Grid;

[Trait(SharedFiles.Trait, SharedFiles.Needed)]
public class RealDataTests
{
    private static readonly BoundingBox SanFrancisco = new() { South = 37.7, North = 37.812, West = -122.516, East = -122.375 };
    private static readonly SplitRule AllInTrain = new() { Train = 1, Valid = 0, Test = 0 };

    [Fact]
    public void A_day_of_taxi_traces_gives_exactly_the_maps_of_that_day()
    {
        using var folder = new TemporaryFolder();
        var traces = AsInDoubles(SharedFiles.PathOrSkip("data/sfcab-traces/2008-05-20.csv.gz"), folder);
        var expected = DatasetFolder.Load(SharedFiles.PathOrSkip("data/sfcab"))["train"];
        var flow = FlowGrid.Build(
            new()
            {
                Inputs = [traces],
                Kind = GridKind.Traces,
                Zone = "America/Los_Angeles",
                Directions = FlowDirections.In,
                Box = SanFrancisco,
                Split = AllInTrain,
            },
            cancellationToken: TestContext.Current.CancellationToken);

        var actual = flow.Splits[0];
        var midnight = (long)(new DateTime(2008, 5, 20) - DateTime.UnixEpoch).TotalSeconds;
        var compared = 0;
        for (var sample = 0; sample < expected.Samples; sample++)
        {
            // The day's first slot takes fixes of the day before into account, which the traces do not have.
            if (expected.Time![sample] > midnight && expected.Time[sample] < midnight + 86_400)
            {
                var own = Array.IndexOf(actual.Time!, expected.Time[sample]);
                Assert.True(expected.Fine.Sample(sample).SequenceEqual(actual.Fine.Sample(own)), $"slot {expected.Time[sample]}");
                Assert.True(expected.Coarse.Sample(sample).SequenceEqual(actual.Coarse.Sample(own)), $"slot {expected.Time[sample]}");
                compared++;
            }
        }

        Assert.Equal(45, compared);
    }

    [Fact]
    public void A_month_of_pickups_is_counted_as_an_independent_reading_counts_it()
    {
        var pickups = SharedFiles.PathOrSkip("data/uber-nyc/2014-04.csv.gz");
        var flow = FlowGrid.Build(
            new()
            {
                Inputs = [pickups],
                Kind = GridKind.Events,
                Zone = "America/New_York",
                Box = new() { South = 40.6, North = 40.9, West = -74.1, East = -73.75 },
                Rows = 32,
                ColumnCount = 32,
                SlotMinutes = 60,
                External = new()
                {
                    Weather = SharedFiles.PathOrSkip("data/uber-nyc/weather-jfk-2014-04.csv"),
                    Columns = new() { Temperature = "HOURLYDRYBULBTEMPF", Wind = "HOURLYWindSpeed", Precipitation = "HOURLYPrecip" },
                    Temperature = TemperatureUnit.F,
                    Precipitation = PrecipitationUnit.In,
                    Holidays = SharedFiles.PathOrSkip("data/uber-nyc/holidays-us-2014.csv"),
                },
            },
            cancellationToken: TestContext.Current.CancellationToken);

        var (rows, inBox, byHour) = CountByHand(pickups);
        Assert.Equal(rows, flow.Report.Rows);
        Assert.Equal(inBox, flow.Report.Channels[0].Counted);
        Assert.Equal(rows - inBox, flow.Report.Channels[0].Dropped[DropReason.OutOfBox]);
        Assert.Equal("month/day/year and time", flow.Report.TimeForm);
        Assert.Equal([504, 72, 144], flow.Splits.Select(split => split.Samples));
        foreach (var split in flow.Splits)
        {
            for (var sample = 0; sample < split.Samples; sample++)
            {
                var hour = split.Time![sample] / 3600;
                Assert.Equal(byHour[hour], split.Fine.Sample(sample).ToArray().Sum(count => (double)count));
                Assert.Equal(DateTime.UnixEpoch.AddHours(hour).Date == new DateTime(2014, 4, 18) ? 1 : 0, split.External!.Row(sample)[2]);
            }
        }

        Assert.All(flow.Report.External.Series, series => Assert.Equal(0, series.SlotsBeforeFirst));
        Assert.Equal((40 - 32) / 1.8, flow.Splits[0].External!.Row(0)[0], 0.01);
        Assert.Equal(14, flow.Splits[0].External!.Row(0)[1]);
    }

    /// <summary>
    /// The program that made the maps counted in doubles, which put some positions on an edge into the wrong cell: those are moved to where
    /// it took them to be.
    /// </summary>
    private static string AsInDoubles(string path, TemporaryFolder folder)
    {
        const double Height = 0.112 / 128, Width = 0.141 / 128;
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        var lines = new List<string> { reader.ReadLine()! };
        while (reader.ReadLine() is { } line)
        {
            var fields = line.Split(',');
            var latitude = double.Parse(fields[2], CultureInfo.InvariantCulture);
            var longitude = double.Parse(fields[3], CultureInfo.InvariantCulture);
            var row = Math.Floor((37.812 - latitude) / (37.812 - 37.7) * 128);
            var column = Math.Floor((longitude + 122.516) / (-122.375 + 122.516) * 128);
            var (rows, columns) = ((37.812m - (decimal)latitude) * 128 / 0.112m, ((decimal)longitude + 122.516m) * 128 / 0.141m);
            if (row != (double)Math.Floor(rows) || column != (double)Math.Floor(columns))
            {
                Assert.True(rows == Math.Floor(rows) || columns == Math.Floor(columns), line);
                fields[2] = (37.812 - (row + 0.5) * Height).ToString("F7", CultureInfo.InvariantCulture);
                fields[3] = (-122.516 + (column + 0.5) * Width).ToString("F7", CultureInfo.InvariantCulture);
            }

            lines.Add(string.Join(',', fields));
        }

        return Flows.Write(folder, "traces.csv", [.. lines]);
    }

    private static (long Rows, long InBox, Dictionary<long, long> ByHour) CountByHand(string path)
    {
        var (rows, inBox, byHour) = (0L, 0L, new Dictionary<long, long>());
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            rows++;
            var fields = line.Split(',').Select(field => field.Trim('"')).ToArray();
            var (latitude, longitude) = (
                double.Parse(fields[1], CultureInfo.InvariantCulture), double.Parse(fields[2], CultureInfo.InvariantCulture));
            if (latitude > 40.6 && latitude <= 40.9 && longitude >= -74.1 && longitude < -73.75)
            {
                inBox++;
                var time = DateTime.ParseExact(fields[0], "M/d/yyyy H:mm:ss", CultureInfo.InvariantCulture);
                var hour = (long)(time - DateTime.UnixEpoch).TotalHours;
                byHour[hour] = byHour.GetValueOrDefault(hour) + 1;
            }
        }

        return (rows, inBox, byHour);
    }
}
