using FineFlow.Core.Datasets;

namespace FineFlow.Core.Tests.Datasets;

public sealed class DatasetFolderTests : IDisposable
{
    private readonly SmallDataset _small = new();

    public void Dispose() => _small.Dispose();

    [Fact]
    public void A_sound_folder_loads_whole_and_without_warnings()
    {
        var dataset = _small.Load();
        Assert.Empty(dataset.Warnings);
        Assert.Equal((2, 3, 2), (dataset.Rows, dataset.Columns, dataset.ScaleFactor));
        Assert.Equal(["inflow"], dataset.Channels);
        Assert.Equal(["train", "valid", "test"], dataset.Splits.Select(split => split.Name));
        Assert.Equal([4, 2, 2], dataset.Splits.Select(split => split.Samples));
        Assert.Equal("[4, 1, 4, 6]", dataset["train"].Fine.ToString());
        Assert.Equal(23, dataset["valid"].External!.Row(1)[TaxiBjColumns.Hour]);
        Assert.Equal(1_211_002_200, dataset["test"].Time![1]);
    }

    [Fact]
    public void A_channel_axis_is_read_as_such()
    {
        foreach (var split in _small.Load().Splits)
        {
            _small.Put($"{split.Name}/X.npy", SmallDataset.Fill(split.Samples * 12, 4), split.Samples, 2, 2, 3);
            _small.Put($"{split.Name}/Y.npy", SmallDataset.Fill(split.Samples * 48, 1), split.Samples, 2, 4, 6);
        }

        _small.Delete("dataset.json");
        var dataset = _small.Load();
        Assert.Equal("[4, 2, 2, 3]", dataset["train"].Coarse.ToString());
        Assert.Equal(["channel 0", "channel 1"], dataset.Channels);
    }

    [Theory]
    [InlineData("train")]
    [InlineData("valid")]
    [InlineData("test")]
    public void One_split_alone_is_a_dataset(string split)
    {
        foreach (var other in SplitNames.All.Where(name => name != split))
        {
            _small.DeleteFolder(other);
        }

        Assert.Equal([split], _small.Load().Splits.Select(loaded => loaded.Name));
    }

    [Fact]
    public void Withheld_counts_are_missing_and_keep_their_bound()
    {
        _small.PutText("dataset.json", """{"withheld_below": 5}""");
        _small.Set("test/X.npy", 3, float.NaN);

        var test = DatasetFolder.Load(_small.Path, new() { Splits = ["test"], AdmitMissing = true })["test"];

        Assert.Equal([1, 1, 1, 0, 1, 1], test.Mask!.Sample(0).ToArray());
        Assert.Equal((5, 5, 5), (test.Below, test.Inputs.Below, test.Gather([1]).Below));
        Assert.All(test.Batches(1), batch => Assert.Equal(5, batch.Part.Below));
        Assert.Equal(5, FlowSplit.Join("both", [test, test]).Below);
        _small.AssertRefused("test/X.npy", "is NaN");
    }

    [Fact]
    public void Splits_can_be_asked_for()
    {
        var dataset = _small.Load(strict: false, "test", "train");
        Assert.Equal(["train", "test"], dataset.Splits.Select(split => split.Name));
        var failure = Assert.Throws<BadInputException>(() => dataset["valid"]);
        Assert.EndsWith("has no split 'valid'; loaded: train, test", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_split_that_is_not_there_is_named_with_those_that_are()
    {
        _small.DeleteFolder("test");
        var failure = Assert.Throws<BadInputException>(() => _small.Load(strict: false, "train", "test"));
        Assert.EndsWith("has no split 'test'; it has train, valid", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Externals_times_and_manifest_are_optional()
    {
        foreach (var split in SplitNames.All)
        {
            _small.Delete($"{split}/ext.npy");
            _small.Delete($"{split}/time.npy");
        }

        _small.Delete("dataset.json");
        var dataset = _small.Load(strict: true);
        Assert.False(dataset.HasExternal);
        Assert.Null(dataset["train"].Time);
        Assert.Equal(["channel 0"], dataset.Channels);
    }

    [Fact]
    public void A_missing_folder_is_refused()
    {
        var failure = Assert.Throws<BadInputException>(() => DatasetFolder.Load(_small.File("nowhere")));
        Assert.Contains("no such folder", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_splits_is_told_what_was_looked_for()
    {
        foreach (var split in SplitNames.All)
        {
            _small.DeleteFolder(split);
        }

        _small.AssertRefused("", "train, valid and test");
    }

    [Fact]
    public void The_fingerprint_follows_every_split_file_and_nothing_else()
    {
        var original = _small.Load().Fingerprint;
        Assert.Equal(original, _small.Load(strict: false, "test").Fingerprint);
        _small.PutText("dataset.json", "{}");
        Assert.Equal(original, _small.Load().Fingerprint);
        _small.Set("train/ext.npy", 0, 21);
        var changed = _small.Load().Fingerprint;
        Assert.NotEqual(original, changed);
        _small.DeleteFolder("valid");
        Assert.NotEqual(changed, _small.Load().Fingerprint);
        Assert.Matches("^[0-9a-f]{64}$", changed);
    }

    [Fact]
    public void The_fingerprint_never_changes_its_meaning() =>
        Assert.Equal(
            "93700d43bc6fa4ccb90fc956f3a220fa2b604e307b26e564cbc1144c2a0194e4",
            FileChecksums.Combined(new Dictionary<string, string> { ["train/Y.npy"] = "bb", ["test/X.npy"] = "aa" }));
}
