using FineFlow.Core.Formats;
using FineFlow.EndToEnd.Tests.Program;

namespace FineFlow.EndToEnd.Tests.Refusals;

/// <summary>Input and output files of <c>predict</c> that cannot be used.</summary>
public sealed class BadPredictionTests(TrainedRun trained) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Input => _folder.File("X.npy");

    [Fact]
    public void A_missing_input_is_refused() => AssertRefused(["X.npy: no such file"]);

    [Fact]
    public void A_folder_as_input_is_refused()
    {
        Directory.CreateDirectory(Input);
        AssertRefused(["X.npy: cannot be opened"]);
    }

    [Fact]
    public void Input_of_another_rank_or_other_channels_is_refused()
    {
        NpyWriter.Write(Input, new float[16], 4, 4);
        AssertRefused(["[4, 4]", "[n, H, W] or [n, C, H, W]"]);
        NpyWriter.Write(Input, new float[32], 1, 2, 4, 4);
        AssertRefused(["has 2 channel(s)", "built for 1"]);
    }

    [Fact]
    public void A_negative_count_is_refused()
    {
        NpyWriter.Write(Input, [0, 0, -2, 0], 1, 2, 2);
        AssertRefused(["[sample 0, channel 0, row 1, column 0] is -2"]);
    }

    [Fact]
    public void A_model_that_needs_external_factors_says_so() => Fineflow
        .Run("predict", trained.Run, "--input", trained.File("test", "X.npy"), "--output", _folder.File("Y.npy"))
        .AssertRefused("has no external factors", "(option --ext)");

    [Fact]
    public void External_factors_of_other_slots_or_of_another_shape_are_refused()
    {
        File.Copy(trained.File("test", "X.npy"), Input);
        AssertRefused(["has 40 rows of external factors for 8 maps"], external: trained.File("train", "ext.npy"));
        AssertRefused(["has shape [8, 4, 4]; [n, 7] is expected"], external: Input);
    }

    [Fact]
    public void An_output_that_is_a_folder_or_lies_under_a_file_is_refused()
    {
        File.Copy(trained.File("test", "X.npy"), Input);
        var folder = Directory.CreateDirectory(_folder.File("folder.npy")).FullName;
        AssertRefused([$"{folder}: cannot be written"], output: folder);
        AssertRefused(["Y.npy: cannot be written"], output: Path.Combine(Input, "Y.npy"));
    }

    [Fact]
    public void An_output_without_a_known_ending_is_refused()
    {
        File.Copy(trained.File("test", "X.npy"), Input);
        AssertRefused(["fine.jpg: has the ending '.jpg'; one of .npy, .png, .tif"], output: _folder.File("fine.jpg"));
    }

    [Fact]
    public void A_geotiff_of_a_city_that_lies_nowhere_is_refused()
    {
        File.Copy(trained.File("test", "X.npy"), Input);
        AssertRefused([$"{trained.Run}: its card has no bounding_box"], output: _folder.File("fine.tif"));
    }

    [Fact]
    public void Zeros_without_data_in_a_format_that_knows_none_are_refused()
    {
        File.Copy(trained.File("test", "X.npy"), Input);
        AssertRefused(["; .tif or .nc is expected (option --zeros-as-nodata)"], more: ["--zeros-as-nodata"]);
    }

    [Fact]
    public void Slots_and_times_that_are_not_there_are_refused()
    {
        File.Copy(trained.File("test", "X.npy"), Input);
        var time = _folder.File("time.npy");
        NpyWriter.Write(time, new long[7], 7);
        AssertRefused(["slot: is 8; the input has slots 0 .. 7 (option --slot)"], output: _folder.File("fine.png"), more: ["--slot", "8"]);
        AssertRefused(["slot: chooses what a .png shows", "(option --slot)"], more: ["--slot", "1"]);
        AssertRefused(["time.npy: has 7 times; 8 are expected"], output: _folder.File("fine.csv"), more: ["--time", time]);
    }

    [Theory]
    [InlineData("estimate: cannot be had from this plgf", "--estimate", "mae")]
    [InlineData("quantiles: cannot be had from this plgf", "--quantiles", "0.5")]
    [InlineData("draws: cannot be had from this plgf", "--draws", "2")]
    public void A_distribution_is_refused_of_a_model_without_one(string words, params string[] more)
    {
        File.Copy(trained.File("test", "X.npy"), Input);
        AssertRefused([words, "dmn"], more: more);
    }

    [Fact]
    public void A_missing_cell_is_refused_by_a_model_that_needs_all()
    {
        NpyWriter.Write(Input, [.. Enumerable.Range(0, 128).Select(cell => cell == 21 ? float.NaN : cell)], 8, 4, 4);
        AssertRefused(["X.npy: [sample 1, channel 0, row 1, column 1] is missing (NaN)", "dmn"]);
    }

    public void Dispose() => _folder.Dispose();

    private void AssertRefused(string[] words, string? external = null, string? output = null, string[]? more = null)
    {
        var before = Listing.Of(_folder.Path);
        Fineflow.Run(
            [
                "predict", trained.Run, "--input", Input, "--ext", external ?? trained.File("test", "ext.npy"),
                "--output", output ?? _folder.File("Y.npy"), .. more ?? [],
            ])
            .AssertRefused(words);
        Assert.Equal(before, Listing.Of(_folder.Path));
    }
}
