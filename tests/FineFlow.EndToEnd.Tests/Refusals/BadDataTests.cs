using FineFlow.Core.Formats;
using FineFlow.EndToEnd.Tests.Program;

namespace FineFlow.EndToEnd.Tests.Refusals;

/// <summary>Data that cannot be used: the line names the file and the place, and nothing is written.</summary>
public sealed class BadDataTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _data;

    public BadDataTests() => _data = City.Write(_folder.File("data"));

    [Fact]
    public void A_missing_folder_is_refused() => AssertRefused(_folder.File("nosuch"), "no such folder");

    [Fact]
    public void A_folder_without_splits_is_refused() => AssertRefused(FileOf("train"), "is no dataset");

    [Fact]
    public void A_missing_split_is_refused()
    {
        Directory.Delete(FileOf("valid"), recursive: true);
        AssertRefused(_data, "has no split 'valid'");
    }

    [Fact]
    public void A_missing_file_is_refused()
    {
        File.Delete(FileOf("valid/Y.npy"));
        AssertRefused(_data, "valid/Y.npy", "is missing");
    }

    [Fact]
    public void A_truncated_file_is_refused()
    {
        using (var file = File.OpenWrite(FileOf("train/X.npy")))
        {
            file.SetLength(500);
        }

        AssertRefused(_data, "train/X.npy: 500 bytes long");
    }

    [Fact]
    public void A_file_of_something_else_is_refused()
    {
        File.WriteAllText(FileOf("train/X.npy"), "x,y\n1,2\n");
        AssertRefused(_data, "train/X.npy: not an npy file");
    }

    [Fact]
    public void Maps_of_another_shape_are_refused()
    {
        NpyWriter.Write(FileOf("train/Y.npy"), new float[40 * 9 * 9], 40, 9, 9);
        AssertRefused(_data, "train/Y.npy", "9 x 9", "4 x 4");
    }

    [Theory]
    [InlineData("train/X.npy", 7, float.NaN, "[sample 0, channel 0, row 1, column 3] is NaN")]
    [InlineData("train/Y.npy", 64, -1, "[sample 1, channel 0, row 0, column 0] is -1")]
    [InlineData("valid/Y.npy", 0, float.PositiveInfinity, "is Infinity")]
    [InlineData("train/ext.npy", 11, 9, "[sample 1, column 4] (day of week) is 9; 0 .. 7 is expected")]
    [InlineData("train/ext.npy", 6, 18, "(weather class) is 18")]
    public void A_value_that_is_no_flow_or_factor_is_refused(string file, int index, float value, string words)
    {
        var (shape, values) = NpyReader.ReadSingle(FileOf(file));
        values[index] = value;
        NpyWriter.Write(FileOf(file), values, shape);
        AssertRefused(_data, file, words);
    }

    [Fact]
    public void Blocks_that_do_not_add_up_are_refused_where_the_user_is_strict()
    {
        var (shape, values) = NpyReader.ReadSingle(FileOf("train/Y.npy"));
        values[0] += 5;
        NpyWriter.Write(FileOf("train/Y.npy"), values, shape);
        AssertRefusedWith(["--strict"], _data, "train/Y.npy: 1 of 640 blocks do not sum to X.npy; the largest difference is 5");
    }

    [Fact]
    public void External_factors_that_a_model_needs_are_missed_before_a_run_begins()
    {
        var without = City.Write(_folder.File("without"), external: false);
        AssertRefusedWith(["--model", "plgf", "--set", "use_ext=true"], without, "has no external factors");
    }

    [Fact]
    public void A_file_that_its_checksum_disowns_is_refused()
    {
        var checkedData = City.Write(_folder.File("checked"), manifest: true);
        File.AppendAllText(Path.Combine(checkedData, "train", "X.npy"), "x");
        AssertRefused(checkedData, "train/X.npy: has changed");
    }

    public void Dispose() => _folder.Dispose();

    private string FileOf(string name) => Path.Combine(_data, name);

    private void AssertRefused(string data, params string[] words) => AssertRefusedWith([], data, words);

    private void AssertRefusedWith(string[] options, string data, params string[] words)
    {
        var before = Listing.Of(_folder.Path);
        Fineflow.Run(["train", "--data", data, "--out", _folder.File("run"), .. options]).AssertRefused([data, .. words]);
        Assert.Equal(before, Listing.Of(_folder.Path));
    }
}
