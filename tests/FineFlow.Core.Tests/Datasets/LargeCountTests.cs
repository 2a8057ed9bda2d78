using FineFlow.Core.Conservation;
using FineFlow.Core.Datasets;
using FineFlow.Core.Datasets.Doctor;

namespace FineFlow.Core.Tests.Datasets;

/// <summary>Counts above 2^24, which networks and metrics round to float32.</summary>
public sealed class LargeCountTests : IDisposable
{
    private const long Large = (1L << 24) + 1;
    private readonly SmallDataset _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void A_dataset_says_which_counts_are_rounded()
    {
        Put(Large);
        var loaded = _data.Load();

        var warning = Assert.Single(loaded.Warnings);
        Assert.StartsWith(_data.File("test/X.npy"), warning, StringComparison.Ordinal);
        Assert.Contains("1 values are no float32", warning, StringComparison.Ordinal);
        Assert.Contains("from 16777217 to 16777216", warning, StringComparison.Ordinal);
        Assert.Throws<BadInputException>(() => _data.Load(strict: true));
    }

    [Fact]
    public void Its_sums_are_checked_against_the_counts_as_they_were_given()
    {
        Put(Large);
        var test = _data.Load()["test"];

        Assert.Equal(0, ConservationResidual.Of(test.Coarse, test.Fine).Largest);
        Assert.DoesNotContain(DatasetDoctor.Examine(_data.Path).Findings, finding => finding.Check == "sums");
    }

    [Fact]
    public void It_is_not_written_as_float32()
    {
        Put(Large);
        using var folder = new TemporaryFolder();
        var splits = TimeOrderedSplit.Cut([.. _data.Load().Splits.Select(split => split with { Time = null })], new(1, 1, 1));
        var failure = Assert.Throws<BadInputException>(() => DatasetFolder.Write(folder.File("copy"), new(), splits));

        Assert.Contains("is 16777217, which float32 cannot hold", failure.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("copy")));
    }

    [Fact]
    public void Counts_that_float32_holds_are_no_matter()
    {
        Put(Large + 1);

        Assert.Empty(_data.Load().Warnings);
    }

    [Fact]
    public void Coarse_sums_above_2_to_the_24_are_kept_exactly()
    {
        var coarse = BlockSum.Coarsen(new FlowMaps(new(1, 1, 2, 2), [16777216, 1, 1, 1]), 2);

        Assert.Equal(16777219, coarse.Count(0));
    }

    /// <summary>One coarse cell of this count, whose four fine cells are held by float32.</summary>
    private void Put(long count)
    {
        long[] coarse = [.. Enumerable.Repeat(4L, 12)];
        coarse[0] = count;
        _data.Put("test/X.npy", coarse, 2, 2, 3);
        _data.Set("test/Y.npy", 0, count / 4);
        _data.Set("test/Y.npy", 1, count / 4);
        _data.Set("test/Y.npy", 6, count / 4);
        _data.Set("test/Y.npy", 7, count - 3 * (count / 4));
    }
}
