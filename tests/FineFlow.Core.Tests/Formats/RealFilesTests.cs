using FineFlow.Core.Formats;

namespace FineFlow.Core.Tests.Formats;

/// <summary>Files that other software wrote.</summary>
public class RealFilesTests
{
    [Fact]
    public void Every_golden_tensor_is_read_whole() => AssertReadWhole(Goldens.Path(""));

    [Fact, Trait(SharedFiles.Trait, SharedFiles.Needed)]
    public void Every_further_golden_tensor_is_read_whole() => AssertReadWhole(SharedFiles.PathOrSkip("goldens"));

    [Fact]
    public void A_golden_file_written_again_holds_the_same_tensors()
    {
        using var folder = new TemporaryFolder();
        using var golden = SafetensorsFile.Open(Goldens.Path("plgf/x8-scaled/weights.safetensors"));
        var writer = new SafetensorsWriter(golden.Metadata);
        foreach (var entry in golden.Entries)
        {
            writer.Add(entry.Name, entry.Type, entry.Shape, stream => stream.Write(RawBytes(golden, entry)));
        }

        writer.Write(folder.File("again.safetensors"));

        using var again = SafetensorsFile.Open(folder.File("again.safetensors"));
        Assert.Equal(golden.Entries.Count, again.Entries.Count);
        Assert.Equal(golden.Metadata, again.Metadata);
        Assert.All(golden.Entries, entry => Assert.Equal(RawBytes(golden, entry), RawBytes(again, again[entry.Name])));
    }

    [Fact, Trait(SharedFiles.Trait, SharedFiles.Needed)]
    public void Fine_and_coarse_counts_of_a_real_dataset_add_up()
    {
        var fine = NpyReader.ReadSingle(SharedFiles.PathOrSkip("data/sfcab/test/Y.npy"));
        var coarse = NpyReader.ReadSingle(SharedFiles.PathOrSkip("data/sfcab/test/X.npy"));

        Assert.Equal([152, 128, 128], fine.Shape);
        Assert.Equal([152, 32, 32], coarse.Shape);
        Assert.Equal(coarse.Values.Sum(value => (long)value), fine.Values.Sum(value => (long)value));
    }

    [Fact, Trait(SharedFiles.Trait, SharedFiles.Needed)]
    public void Every_array_of_the_real_datasets_is_read_whole()
    {
        var files = Directory.GetFiles(SharedFiles.PathOrSkip("data"), "*.npy", SearchOption.AllDirectories);

        Assert.NotEmpty(files);
        Assert.All(files, path => Assert.Equal(NpyReader.ReadHeader(path).Count, NpyReader.ReadSingle(path).Values.Length));
    }

    [Fact, Trait(SharedFiles.Trait, SharedFiles.Needed)]
    public void Time_stamps_of_a_real_dataset_rise_by_whole_minutes()
    {
        var times = NpyReader.ReadInt64(SharedFiles.PathOrSkip("data/sfcab/train/time.npy")).Values;

        Assert.Equal(531, times.Length);
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.True(pair.First < pair.Second && (pair.Second - pair.First) % 60 == 0));
    }

    private static void AssertReadWhole(string folder)
    {
        var files = Directory.GetFiles(folder, "*.safetensors", SearchOption.AllDirectories);

        Assert.NotEmpty(files);
        Assert.All(files, path =>
        {
            using var file = SafetensorsFile.Open(path);
            Assert.NotEmpty(file.Entries);
            Assert.All(file.Entries, entry =>
            {
                var values = file.ReadSingle(entry.Name);
                Assert.Equal(entry.Shape.Aggregate(1L, (product, size) => product * size), values.Length);
                Assert.Equal(0, values.Count(float.IsNaN));
            });
        });
    }

    private static byte[] RawBytes(SafetensorsFile file, SafetensorsEntry entry)
    {
        var bytes = new byte[entry.Length];
        file.Read(entry, bytes);
        return bytes;
    }
}
