using System.Globalization;
using FineFlow.Core.Formats;
using FineFlow.EndToEnd.Tests.Program;

namespace FineFlow.EndToEnd.Tests.Reports;

/// <summary><c>predict --integers</c> with coarse counts up to 2^53, and the counts that it refuses.</summary>
public sealed class LargeCountTests(TrainedRun trained) : IDisposable
{
    private static readonly long[] Counts =
        [0, 1, 16777217, 4294967297, 9007199254740991, 9007199254740992, 5, 7, 16777219, 33554433, 2, 3, 1000, 123456789012345, 4, 6];

    private readonly TemporaryFolder _folder = new();

    private string Input => _folder.File("X.npy");

    [Theory]
    [InlineData("Y.npy")]
    [InlineData("Y.npy", "--tile", "3x2")]
    [InlineData("Y.csv")]
    public void Fine_counts_add_up_to_the_counts_of_the_file(string name, params string[] more)
    {
        NpyWriter.Write(Input, Counts, 1, 4, 4);
        var report = Fineflow.RunWell(Predict(name, ["--integers", "--json", .. more])).Json();

        Assert.Equal(Counts, Sums(name));
        Assert.Equal(0, report.GetProperty("max_conservation_error").GetDouble());
    }

    [Fact]
    public void Counts_in_float64_are_read_exactly_too()
    {
        File.WriteAllBytes(Input, Float64(Array.ConvertAll(Counts, count => (double)count)));
        Fineflow.RunWell(Predict("Y.npy", "--integers"));

        Assert.Equal(Counts, Sums("Y.npy"));
    }

    [Fact]
    public void Without_integers_the_residual_is_that_to_the_counts_of_the_file()
    {
        NpyWriter.Write(Input, Counts, 1, 4, 4);
        var report = Fineflow.RunWell(Predict("Y.npy", "--exact", "--json")).Json();
        var sums = new double[Counts.Length];
        foreach (var (cell, value) in NpyReader.ReadSingle(_folder.File("Y.npy")).Values.Index())
        {
            sums[cell / 16 * 4 + cell % 8 / 2] += value;
        }

        Assert.Equal(
            sums.Zip(Counts, (sum, count) => Math.Abs(sum - count)).Max(), report.GetProperty("max_conservation_error").GetDouble());
        Assert.True(report.GetProperty("conserves").GetBoolean());
    }

    [Theory]
    [InlineData(2.5)]
    [InlineData(2.00000001)]
    [InlineData(-1)]
    [InlineData(9007199254740994)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void What_is_no_whole_count_is_refused(double count)
    {
        File.WriteAllBytes(Input, Float64([.. Enumerable.Repeat(50.0, 15), count]));

        Fineflow.Run(Predict("Y.npy", "--integers")).AssertRefused("X.npy: [sample 0, channel 0, row 3, column 3] is ");
        Assert.False(File.Exists(_folder.File("Y.npy")));
    }

    [Fact]
    public void A_whole_number_above_2_to_the_53_is_refused_also_without_integers()
    {
        NpyWriter.Write(Input, [.. Counts[..15], 9007199254740993], 1, 4, 4);

        Fineflow.Run(Predict("Y.npy")).AssertRefused("X.npy: element 15", "2^53");
    }

    public void Dispose() => _folder.Dispose();

    private string[] Predict(string name, params string[] more)
    {
        NpyWriter.Write(_folder.File("ext.npy"), [20f, 5, 0, 0, 1, 8, 1], 1, 7);
        return ["predict", trained.Run, "--input", Input, "--ext", _folder.File("ext.npy"), "--output", _folder.File(name), .. more];
    }

    private long[] Sums(string name)
    {
        var sums = new long[Counts.Length];
        var fine = name.EndsWith(".csv", StringComparison.Ordinal)
            ? [.. File.ReadLines(_folder.File(name)).Skip(1).Select(line => long.Parse(line.Split(',')[^1], CultureInfo.InvariantCulture))]
            : NpyReader.ReadInt64(_folder.File(name)).Values;
        foreach (var (cell, value) in fine.Index())
        {
            sums[cell / 16 * 4 + cell % 8 / 2] += value;
        }

        return sums;
    }

    /// <summary>An npy file of float64, [1, 4, 4]; the writer has none.</summary>
    private static byte[] Float64(double[] values)
    {
        var header = "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 4, 4), }\n";
        return
        [
            0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0,
            .. header.Select(letter => (byte)letter),
            .. values.SelectMany(BitConverter.GetBytes),
        ];
    }
}
