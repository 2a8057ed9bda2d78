using FineFlow.Core.Datasets;
using FineFlow.Ingest.Grid;

namespace FineFlow.Ingest.Tests.Grid;

/// <summary>Small inputs for the tests of gridding: a box of 8 x 8 degrees in cells of one degree, row 0 from latitude 8 down.</summary>
internal static class Flows
{
    public static readonly BoundingBox Box = new() { West = 0, South = 0, East = 8, North = 8 };
    public static readonly SplitRule AllInTrain = new() { Train = 1, Valid = 0, Test = 0 };

    public static GridOptions Options(GridKind kind, params string[] inputs) => new()
    {
        Inputs = inputs,
        Kind = kind,
        Box = Box,
        Rows = 8,
        ColumnCount = 8,
        Factor = 2,
        SlotMinutes = 60,
        Split = AllInTrain,
        MaxBadShare = 1,
        Limits = new() { MemoryMegabytes = 256, Threads = 2 },
    };

    /// <summary>Writes lines to a file of the folder and returns its path.</summary>
    public static string Write(TemporaryFolder folder, string name, params string[] lines)
    {
        var path = folder.File(name);
        File.WriteAllText(path, string.Concat(lines.Select(line => line + "\n")));
        return path;
    }

    public static GriddedFlow Build(GridOptions options) =>
        FlowGrid.Build(options, cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>Counts events of these lines.</summary>
    public static GriddedFlow Events(TemporaryFolder folder, params string[] lines) =>
        Build(Options(GridKind.Events, Write(folder, "events.csv", ["time,lon,lat", .. lines])));

    /// <summary>The count of a cell in the slot that starts at a time of the local clock; -1 where there is no such slot.</summary>
    public static float At(this GriddedFlow flow, string time, int row, int column, int channel = 0)
    {
        var second = (long)(DateTime.Parse(time, System.Globalization.CultureInfo.InvariantCulture) - DateTime.UnixEpoch).TotalSeconds;
        foreach (var split in flow.Splits)
        {
            var sample = Array.IndexOf(split.Time!, second);
            if (sample >= 0)
            {
                return split.Fine.Map(sample, channel)[row * split.Fine.Columns + column];
            }
        }

        return -1;
    }

    /// <summary>Every row is counted or dropped in every channel, and the maps hold the counted ones.</summary>
    public static void AssertAccounted(GriddedFlow flow)
    {
        for (var channel = 0; channel < flow.Report.Channels.Count; channel++)
        {
            var report = flow.Report.Channels[channel];
            Assert.Equal(flow.Report.Rows, report.Counted + report.Dropped.Values.Sum());
            var (fine, coarse) = (0.0, 0.0);
            foreach (var split in flow.Splits)
            {
                for (var sample = 0; sample < split.Samples; sample++)
                {
                    fine += split.Fine.Map(sample, channel).ToArray().Sum(count => (double)count);
                    coarse += split.Coarse.Map(sample, channel).ToArray().Sum(count => (double)count);
                }
            }

            Assert.Equal(report.Flow, fine);
            Assert.Equal(report.Flow, coarse);
        }
    }
}
