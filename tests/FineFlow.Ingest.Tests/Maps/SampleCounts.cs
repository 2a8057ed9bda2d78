using System.Globalization;
using FineFlow.Core.Formats;

namespace FineFlow.Ingest.Tests.Maps;

/// <summary>Made-up counts of two channels in six hours on four by six cells, many of them zeros, and the tables that hold them.</summary>
internal static class SampleCounts
{
    public const int Slots = 6, Channels = 2, Rows = 4, Columns = 6, Cells = Rows * Columns;
    public const double West = 10, North = 52, Step = 0.25;

    public static readonly DateTime Start = new(2024, 5, 1, 21, 0, 0);

    private static readonly double[] Values = Make();

    /// <summary>The counts [slots, channels, rows, columns].</summary>
    public static ReadOnlySpan<double> All => Values;

    /// <summary>Returns the start of a slot in local seconds since 1970.</summary>
    public static long Second(int slot) => (long)(Start.AddHours(slot) - DateTime.UnixEpoch).TotalSeconds;

    /// <summary>Returns all starts.</summary>
    public static long[] Seconds => [.. Enumerable.Range(0, Slots).Select(Second)];

    public static double At(int slot, int channel, int cell) => Values[(((slot * Channels) + channel) * Cells) + cell];

    /// <summary>Writes the maps as an array.</summary>
    public static string WriteNpy(string path)
    {
        NpyWriter.Write(path, Array.ConvertAll(Values, value => (float)value), [Slots, Channels, Rows, Columns]);
        return path;
    }

    /// <summary>Writes a table with a line for each slot and cell, in the order of cells as LibCity has it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="header">Names of the columns.</param>
    /// <param name="line">A line of a slot, its time, a cell, and the two counts.</param>
    /// <param name="withZeros">Whether lines whose counts are zeros are there.</param>
    /// <param name="seed">Order of the lines; 0 for that of the cells.</param>
    public static string WriteTable(
        string path, string header, Func<DateTime, int, int, double, double, string> line, bool withZeros = true, int seed = 0)
    {
        var lines =
            from cell in Enumerable.Range(0, Cells)
            from slot in Enumerable.Range(0, Slots)
            let counts = (At(slot, 0, cell), At(slot, 1, cell))
            where withZeros || counts != (0, 0)
            select line(Start.AddHours(slot), cell / Columns, cell % Columns, counts.Item1, counts.Item2);
        string[] all = [.. lines];
        if (seed != 0)
        {
            new Random(seed).Shuffle(all);
        }

        File.WriteAllLines(path, [header, .. all]);
        return path;
    }

    /// <summary>Writes the usual table.</summary>
    public static string WriteUsual(string path, bool withZeros = true, int seed = 0) => WriteTable(
        path, "time,row,column,inflow,outflow",
        (time, row, column, one, other) => Line($"{time:yyyy-MM-dd HH:mm},{row},{column},{one},{other}"), withZeros, seed);

    public static string Line(FormattableString line) => line.ToString(CultureInfo.InvariantCulture);

    private static double[] Make()
    {
        var random = new Random(5);
        double[] values =
            [.. Enumerable.Range(0, Slots * Channels * Cells).Select(_ => random.Next(3) == 0 ? random.Next(1, 2000) : 0)];
        values[Cells - 1] = 8_000_001;
        return values;
    }
}
