using FineFlow.Core.Formats;
using FineFlow.EndToEnd.Tests.Program;

namespace FineFlow.EndToEnd.Tests.Reports;

public sealed class InspectTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _data;

    public InspectTests() => _data = City.Write(_folder.File("data"));

    [Fact]
    public void A_sound_dataset_is_described()
    {
        var outcome = Fineflow.RunWell("data", "inspect", _data, "--strict", "--json");
        var report = outcome.Json();

        Assert.Equal("", outcome.Error);
        Assert.Equal(City.Factor, report.GetProperty("scale_factor").GetInt32());
        Assert.Equal(
            ["train", "valid", "test"],
            report.GetProperty("splits").EnumerateArray().Select(split => split.GetProperty("name").GetString()!));
        Assert.Empty(report.GetProperty("warnings").EnumerateArray());
    }

    [Fact]
    public void Blocks_that_do_not_add_up_are_counted_in_a_warning_and_refused_in_strict_mode()
    {
        const string Words = "2 of 128 blocks do not sum to X.npy; the largest difference is 75";
        var path = Path.Combine(_data, "test", "Y.npy");
        var (shape, values) = NpyReader.ReadSingle(path);
        values[0] += 75;
        values[^1] += 3;
        NpyWriter.Write(path, values, shape);

        var inspected = Fineflow.RunWell("data", "inspect", _data, "--json");
        Assert.StartsWith($"fineflow: warning: {path}: {Words}", inspected.Error, StringComparison.Ordinal);
        var warning = Assert.Single(inspected.Json().GetProperty("warnings").EnumerateArray()).GetString();
        Assert.Contains(Words, warning, StringComparison.Ordinal);
        Fineflow.Run("data", "inspect", _data, "--strict").AssertRefused(path, Words);
    }

    [Fact]
    public void The_table_shows_a_line_a_split()
    {
        var table = Fineflow.RunWell("data", "inspect", _data).Out;

        Assert.Contains("coarse maps of 4 x 4, fine maps of 8 x 8, factor 2", table, StringComparison.Ordinal);
        Assert.Matches(@"│ train │ 40 +│", table);
        Assert.DoesNotContain("…", table, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
