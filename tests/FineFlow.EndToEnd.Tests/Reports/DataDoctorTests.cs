using FineFlow.Core.Formats;
using FineFlow.EndToEnd.Tests.Program;

namespace FineFlow.EndToEnd.Tests.Reports;

public sealed class DataDoctorTests : IDisposable
{
    private static readonly byte[] PngStart = [0x89, (byte)'P', (byte)'N', (byte)'G'];
    private readonly TemporaryFolder _folder = new();
    private readonly string _data;

    public DataDoctorTests() => _data = City.Write(_folder.File("data"), external: false);

    [Fact]
    public void A_dataset_with_nothing_but_notes_is_well()
    {
        var outcome = Fineflow.RunWell("data", "doctor", _data, "--json");
        Assert.Equal(0, outcome.Json().GetProperty("errors").GetInt32());
        Assert.All(
            outcome.Json().GetProperty("findings").EnumerateArray(),
            finding => Assert.Equal("note", finding.GetProperty("severity").GetString()));
        Assert.Equal("", outcome.Error);
    }

    [Fact]
    public void Errors_are_all_named_with_exit_code_1_and_a_picture_all_the_same()
    {
        Spoil();
        var png = _folder.File("sick.png");
        var outcome = Fineflow.Run("data", "doctor", _data, "--json", "--png", png);
        var findings = outcome.Json().GetProperty("findings").EnumerateArray().ToArray();

        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal(
            ["files train/X.npy", "flow test/Y.npy", "sums test/Y.npy"],
            findings.Take(3).Select(finding => $"{finding.GetProperty("check").GetString()} {finding.GetProperty("file").GetString()}"));
        Assert.Equal("[sample 0, channel 0, row 0, column 5]", findings[1].GetProperty("place").GetString());
        Assert.Equal(1, findings[1].GetProperty("count").GetInt32());
        Assert.Equal(PngStart, File.ReadAllBytes(png)[..4]);
    }

    [Fact]
    public void People_read_a_line_and_a_repair_for_each()
    {
        Spoil();
        var lines = Fineflow.Run("data", "doctor", _data).Out.Split('\n');

        Assert.StartsWith("error   files: train/X.npy: ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("        repair: ", lines[1], StringComparison.Ordinal);
        Assert.Equal($"{_data}: 3 errors, 0 warnings, 2 notes", lines[^2]);
    }

    [Fact]
    public void What_is_no_dataset_is_refused() =>
        Fineflow.Run("data", "doctor", _folder.File("nowhere")).AssertRefused("nowhere: no such folder");

    [Fact]
    public void Inspect_draws_a_picture()
    {
        var png = _folder.File("city.png");
        Fineflow.RunWell("data", "inspect", _data, "--png", png);
        Assert.Equal(PngStart, File.ReadAllBytes(png)[..4]);
    }

    public void Dispose() => _folder.Dispose();

    private void Spoil()
    {
        File.WriteAllText(Path.Combine(_data, "train", "X.npy"), "no array");
        var path = Path.Combine(_data, "test", "Y.npy");
        var (shape, values) = NpyReader.ReadSingle(path);
        values[5] = float.NaN;
        NpyWriter.Write(path, values, shape);
    }
}
