using FineFlow.Core.Datasets;
using FineFlow.Core.Formats;

namespace FineFlow.Core.Tests.Datasets;

public sealed class DatasetWriterTests : IDisposable
{
    private static readonly DatasetManifest Manifest = new() { Name = "made", Units = "trips", Checksums = null };
    private readonly TemporaryFolder _folder = new();

    private string Target => _folder.File("data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_loaded_back()
    {
        FlowSplit[] splits = [Split("train", 3, channels: 2), Split("test", 1, channels: 2)];
        DatasetFolder.Write(Target, Manifest, splits);
        var dataset = DatasetFolder.Load(Target, new() { Strict = true });
        Assert.Equal(["train", "test"], dataset.Splits.Select(split => split.Name));
        foreach (var split in splits)
        {
            Assert.Equal(split.Coarse.Values, dataset[split.Name].Coarse.Values);
            Assert.Equal(split.Fine.Values, dataset[split.Name].Fine.Values);
            Assert.Equal(split.External!.Values, dataset[split.Name].External!.Values);
            Assert.Equal(split.Time!, dataset[split.Name].Time!);
        }

        Assert.Equal("made", dataset.Manifest.Name);
        Assert.Equal(2, dataset.Manifest.ScaleFactor);
        Assert.Equal(8, dataset.Manifest.Checksums!.Count);
    }

    [Fact]
    public void A_single_channel_has_no_axis_as_in_taxibj()
    {
        DatasetFolder.Write(Target, Manifest, [Split("train", 3)]);
        Assert.Equal([3, 2, 3], NpyReader.ReadHeader(Path.Combine(Target, "train", "X.npy")).Shape);
    }

    [Fact]
    public void An_empty_folder_is_filled()
    {
        Directory.CreateDirectory(Target);
        DatasetFolder.Write(Target + Path.DirectorySeparatorChar, Manifest, [Split("train", 3)]);
        Assert.Equal(3, DatasetFolder.Load(Target)["train"].Samples);
    }

    [Fact]
    public void A_dataset_is_replaced_only_when_asked_and_then_whole()
    {
        DatasetFolder.Write(Target, Manifest, [Split("train", 3), Split("test", 2)]);
        var failure = Assert.Throws<BadInputException>(() => DatasetFolder.Write(Target, Manifest, [Split("train", 5)]));
        Assert.Contains("is not empty", failure.Message, StringComparison.Ordinal);
        Assert.Equal(3, DatasetFolder.Load(Target)["train"].Samples);

        DatasetFolder.Write(Target, Manifest, [Split("train", 5)], overwrite: true);
        var split = Assert.Single(DatasetFolder.Load(Target).Splits);
        Assert.Equal(5, split.Samples);
        Assert.Equal([Target], Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Of_writers_that_race_for_a_place_one_wins_and_the_others_are_refused()
    {
        for (var round = 0; round < 30; round++)
        {
            var target = _folder.File($"round{round}");
            using var start = new Barrier(3);
            int[] written =
            [
                .. Enumerable.Range(1, 3).AsParallel().WithDegreeOfParallelism(3).Select(samples => Race(start, target, samples)),
            ];

            var winner = Assert.Single(written, samples => samples > 0);
            Assert.Equal(winner, DatasetFolder.Load(target)["train"].Samples);
        }

        Assert.Equal(30, Directory.EnumerateFileSystemEntries(_folder.Path).Count());
    }

    [Fact]
    public void What_a_killed_writer_left_is_no_part_of_anybody_elses()
    {
        DatasetFolder.Write(Target, Manifest, [Split("train", 3)]);
        File.WriteAllText(Path.Combine(Target, $"dataset.json.{Guid.NewGuid():N}.tmp"), "torn");

        DatasetFolder.Write(Target, Manifest, [Split("train", 5)], overwrite: true);

        Assert.Equal(5, DatasetFolder.Load(Target)["train"].Samples);
    }

    [Theory]
    [InlineData("notes.txt")]
    [InlineData("train/Z.npy")]
    [InlineData("P1/train/X.npy")]
    public void Other_peoples_files_are_never_replaced(string stranger)
    {
        DatasetFolder.Write(Target, Manifest, [Split("train", 3)]);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Target, stranger))!);
        File.WriteAllText(Path.Combine(Target, stranger), "mine");
        var failure = Assert.Throws<BadInputException>(() => DatasetFolder.Write(Target, Manifest, [Split("train", 5)], overwrite: true));
        Assert.Contains($"'{stranger}' in it is no part of a dataset", failure.Message, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(Target, stranger)));
        Assert.Equal(3, DatasetFolder.Load(Target)["train"].Samples);
    }

    [Fact]
    public void A_file_in_the_way_is_left_alone()
    {
        File.WriteAllText(Target, "mine");
        Assert.Throws<BadInputException>(() => DatasetFolder.Write(Target, Manifest, [Split("train", 3)], overwrite: true));
        Assert.Equal("mine", File.ReadAllText(Target));
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_bad_input()
    {
        File.WriteAllText(Target, "mine");
        var failure = Assert.Throws<BadInputException>(() =>
            DatasetFolder.Write(Path.Combine(Target, "inner"), Manifest, [Split("train", 3)]));
        Assert.Contains("cannot be written", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_could_not_be_loaded_is_not_written()
    {
        var negative = Split("train", 3);
        negative.Fine.Values[0] = -1;
        AssertRefused(Manifest, negative);
        AssertRefused(Manifest, Split("train", 3) with { Time = [1, 2] });
        AssertRefused(Manifest, Split("train", 3), Split("test", 3, channels: 2));
        AssertRefused(Manifest, Split("train", 3), Split("test", 3) with { External = null });
        AssertRefused(Manifest with { ScaleFactor = 4 }, Split("train", 3));
        AssertRefused(Manifest with { SlotMinutes = -1 }, Split("train", 3));
        Assert.Throws<ArgumentException>(() => DatasetFolder.Write(Target, Manifest, []));
        Assert.Throws<ArgumentException>(() => DatasetFolder.Write(Target, Manifest, [Split("../train", 3)]));
        Assert.Throws<ArgumentException>(() => DatasetFolder.Write(Target, Manifest, [Split("train", 3), Split("train", 3)]));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    /// <summary>The samples that were written; 0 where the place was taken.</summary>
    private static int Race(Barrier start, string target, int samples)
    {
        var split = Split("train", samples);
        start.SignalAndWait();
        try
        {
            DatasetFolder.Write(target, Manifest, [split]);
            return samples;
        }
        catch (BadInputException)
        {
            return 0;
        }
    }

    private void AssertRefused(DatasetManifest manifest, params FlowSplit[] splits) =>
        Assert.Throws<BadInputException>(() => DatasetFolder.Write(Target, manifest, splits));

    private static FlowSplit Split(string name, int samples, int channels = 1) => new(
        name,
        new(new(samples, channels, 2, 3), SmallDataset.Fill(samples * channels * 6, 4)),
        new(new(samples, channels, 4, 6), SmallDataset.Fill(samples * channels * 24, 1)),
        new(SmallDataset.Fill(samples * 7, 1)),
        [.. Enumerable.Range(0, samples).Select(slot => 3600L * slot)]);
}
