using FineFlow.Core.Datasets;

namespace FineFlow.Core.Tests.Datasets;

/// <summary>Each rule of the dataset folder, broken once.</summary>
public sealed class HostileDatasetTests : IDisposable
{
    private readonly SmallDataset _small = new();

    public void Dispose() => _small.Dispose();

    [Theory]
    [InlineData("train/X.npy")]
    [InlineData("test/Y.npy")]
    public void Coarse_and_fine_maps_come_together(string file)
    {
        _small.Delete(file);
        _small.AssertRefused(file, "is missing");
    }

    [Theory]
    [InlineData("X.npy", new[] { 24 })]
    [InlineData("X.npy", new[] { 4, 6 })]
    [InlineData("X.npy", new[] { 1, 4, 1, 2, 3 })]
    [InlineData("X.npy", new[] { 0, 2, 3 })]
    [InlineData("Y.npy", new[] { 4, 0, 6 })]
    [InlineData("ext.npy", new[] { 28 })]
    [InlineData("ext.npy", new[] { 7, 4 })]
    [InlineData("ext.npy", new[] { 4, 7, 1 })]
    public void Ranks_widths_and_empty_arrays_are_refused(string file, int[] shape)
    {
        _small.Put($"train/{file}", new float[shape.Aggregate(1, (product, size) => product * size)], shape);
        _small.AssertRefused($"train/{file}", $"has shape [{string.Join(", ", shape)}]", "is expected");
    }

    [Fact]
    public void Times_are_one_integer_a_slot()
    {
        _small.Put("train/time.npy", new long[4], 4, 1);
        _small.AssertRefused("train/time.npy", "[4, 1]", "[n]");
        _small.Put("train/time.npy", new float[4], 4);
        _small.AssertRefused("train/time.npy");
    }

    [Theory]
    [InlineData("Y.npy", new[] { 3, 4, 6 })]
    [InlineData("ext.npy", new[] { 5, 7 })]
    public void Numbers_of_samples_agree(string file, int[] shape)
    {
        _small.Put($"train/{file}", new float[shape.Aggregate(1, (product, size) => product * size)], shape);
        _small.AssertRefused($"train/{file}", $"{shape[0]} samples", "4 are expected");
    }

    [Fact]
    public void Times_are_as_many_as_samples()
    {
        _small.Put("train/time.npy", new long[5], 5);
        _small.AssertRefused("train/time.npy", "5 samples", "4 are expected");
    }

    [Theory]
    [InlineData(new[] { 4, 5, 6 }, "whole multiple of the 2 x 3")]
    [InlineData(new[] { 4, 4, 7 }, "whole multiple of the 2 x 3")]
    [InlineData(new[] { 4, 1, 3 }, "whole multiple of the 2 x 3")]
    [InlineData(new[] { 4, 4, 9 }, "2 times the rows and 3 times the columns")]
    [InlineData(new[] { 4, 2, 3 }, "nothing to infer")]
    [InlineData(new[] { 4, 2, 4, 6 }, "2 channels")]
    public void Fine_maps_refine_coarse_ones_by_one_factor(int[] shape, string problem)
    {
        _small.Put("train/Y.npy", new float[shape.Aggregate(1, (product, size) => product * size)], shape);
        _small.AssertRefused("train/Y.npy", problem);
    }

    [Fact]
    public void Splits_have_one_grid()
    {
        _small.Put("test/X.npy", new float[2 * 12], 2, 4, 3);
        _small.Put("test/Y.npy", new float[2 * 48], 2, 8, 6);
        _small.AssertRefused("test/X.npy", "has shape [2, 1, 4, 3]", "[n, 1, 2, 3] is expected, as in train");
    }

    [Fact]
    public void Splits_have_one_factor()
    {
        _small.Put("test/Y.npy", new float[2 * 54], 2, 6, 9);
        _small.AssertRefused("test/Y.npy", "has shape [2, 1, 6, 9]", "[n, 1, 4, 6] is expected, as in train");
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    [InlineData(-0.5f)]
    public void Flow_is_finite_and_not_negative(float flow)
    {
        _small.Set("valid/Y.npy", 24 + 7, flow);
        _small.AssertRefused("valid/Y.npy", "[sample 1, channel 0, row 1, column 1] is ", "finite and at least 0");
        _small.Set("valid/X.npy", 5, flow);
        _small.AssertRefused("valid/X.npy", "[sample 0, channel 0, row 1, column 2] is ");
    }

    [Theory]
    [InlineData(0, float.NaN, "finite")]
    [InlineData(3, float.PositiveInfinity, "finite")]
    [InlineData(4, 8f, "0 .. 7")]
    [InlineData(4, -1f, "0 .. 7")]
    [InlineData(5, 24f, "0 .. 23")]
    [InlineData(5, -0.1f, "0 .. 23")]
    [InlineData(6, 18f, "0 .. 17")]
    [InlineData(6, float.NaN, "finite")]
    public void External_factors_fit_their_embeddings(int column, float value, string expectation)
    {
        _small.Set("train/ext.npy", 2 * 7 + column, value);
        _small.AssertRefused("train/ext.npy", $"[sample 2, column {column}]", $"is {value}", expectation);
    }

    [Fact]
    public void The_whole_range_of_the_embeddings_is_free()
    {
        float[] smallest = [-25, 0, 0, 0, 0, 0, 0];
        float[] largest = [41, 48, 1, 1, 7.9f, 23.9f, 17];
        _small.Put("valid/ext.npy", [.. smallest, .. largest], 2, 7);
        Assert.Equal(2, _small.Load()["valid"].External!.Samples);
    }

    [Theory]
    [InlineData("test")]
    [InlineData("train")]
    public void All_splits_have_external_factors_or_none(string split)
    {
        _small.Delete($"{split}/ext.npy");
        _small.AssertRefused($"{split}/ext.npy", "is missing", "or none");
    }

    [Fact]
    public void Times_are_seconds()
    {
        _small.Put("test/time.npy", [1_211_000_400L, 1_211_000_400_000_000_000L], 2);
        _small.AssertRefused("test/time.npy", "[sample 1] is 1211000400000000000", "seconds since 1970");
    }

    [Theory]
    [InlineData("""{"scale_factor": 4}""", "scale_factor is 4", "2 times")]
    [InlineData("""{"channels": ["in", "out"]}""", "2 names", "1 channels")]
    public void The_manifest_agrees_with_the_arrays(string manifest, params string[] words)
    {
        _small.PutText("dataset.json", manifest);
        _small.AssertRefused("dataset.json", words);
    }

    [Fact]
    public void Files_keep_their_checksums()
    {
        var checksums = FileChecksums.Compute(_small.Path);
        new DatasetManifest { Checksums = checksums }.Write(_small.File("dataset.json"));
        Assert.Equal(12, checksums.Count);
        _small.Load();
        _small.Set("test/ext.npy", 0, 21);
        _small.AssertRefused("test/ext.npy", "has changed", checksums["test/ext.npy"]);
        _small.Delete("test/ext.npy");
        _small.AssertRefused("test/ext.npy", "is missing");
        _small.DeleteFolder("test");
        Assert.Equal(2, _small.Load().Splits.Count);
    }

    [Fact]
    public void Fine_maps_that_do_not_sum_are_a_warning_and_in_strict_mode_an_error()
    {
        _small.Set("train/Y.npy", 2 * 24 + 3 * 6 + 4, 2.5f);
        _small.Set("train/Y.npy", 2 * 24, 1.25f);
        var warning = Assert.Single(_small.Load().Warnings);
        Assert.Equal(
            $"{_small.File("train/Y.npy")}: 2 of 24 blocks do not sum to X.npy; the largest difference is 1.5, "
            + "the largest in proportion to the flow is at [sample 2, channel 0, row 1, column 2]",
            warning.Replace('\\', '/'));
        var failure = Assert.Throws<BadInputException>(() => _small.Load(strict: true));
        Assert.Equal(warning, failure.Message);
    }

    [Fact]
    public void Float_rounding_of_the_sums_is_no_warning()
    {
        _small.Set("train/Y.npy", 0, 1 + 1e-6f);
        Assert.Empty(_small.Load(strict: true).Warnings);
    }

    [Theory]
    [InlineData(1_211_000_400L)]
    [InlineData(1_211_000_399L)]
    public void Times_that_do_not_increase_are_a_warning(long second)
    {
        _small.Put("test/time.npy", [1_211_000_400L, second], 2);
        var warning = Assert.Single(_small.Load().Warnings);
        Assert.StartsWith(
            $"{_small.File("test/time.npy")}: [sample 1] is {second}, not after", warning.Replace('\\', '/'), StringComparison.Ordinal);
        Assert.Throws<BadInputException>(() => _small.Load(strict: true));
    }
}
