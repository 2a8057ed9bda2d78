using System.IO.Compression;
using FineFlow.Core;
using FineFlow.Core.Conservation;
using FineFlow.Core.Datasets;
using FineFlow.Core.Formats;

namespace FineFlow.Ingest.Tests.TaxiBj;

/// <summary>A task in TaxiBJ's form with few samples, whose numbers all differ from sample to sample.</summary>
internal static class PublishedSample
{
    public static readonly string[] Names = ["X.npy", "Y.npy", "ext.npy"];

    /// <summary>Splits of 8, 2 and 2 samples.</summary>
    public static IReadOnlyList<FlowSplit> Splits { get; } = [Split("train", 0, 8), Split("valid", 8, 2), Split("test", 10, 2)];

    /// <summary>The nine files by name, "train/X.npy".</summary>
    public static IReadOnlyDictionary<string, byte[]> Files { get; } = Splits.SelectMany(FilesOf)
        .ToDictionary(file => file.Name, file => file.Bytes);

    /// <summary>An archive of the nine files below a folder, and of others.</summary>
    public static byte[] Zip(
        string root = "P1/", CompressionLevel level = CompressionLevel.Fastest, params (string Name, byte[] Bytes)[] others) =>
        ZipOf([.. Files.Select(file => (root + file.Key, file.Value)), .. others], level);

    public static byte[] ZipOf((string Name, byte[] Bytes)[] files, CompressionLevel level = CompressionLevel.Fastest)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                using var entry = zip.CreateEntry(name, level).Open();
                entry.Write(content);
            }
        }

        return bytes.ToArray();
    }

    public static void WriteFolder(string folder)
    {
        foreach (var (name, bytes) in Files)
        {
            Directory.CreateDirectory(Path.Combine(folder, Path.GetDirectoryName(name)!));
            File.WriteAllBytes(Path.Combine(folder, name), bytes);
        }
    }

    public static void AssertSame(IReadOnlyList<FlowSplit> expected, FlowDataset actual)
    {
        Assert.Equal(expected.Select(split => split.Name), actual.Splits.Select(split => split.Name));
        foreach (var (one, other) in expected.Zip(actual.Splits))
        {
            Assert.True(one.Coarse.Values.AsSpan().SequenceEqual(other.Coarse.Values));
            Assert.True(one.Fine.Values.AsSpan().SequenceEqual(other.Fine.Values));
            Assert.True(one.External!.Values.AsSpan().SequenceEqual(other.External!.Values));
        }
    }

    private static FlowSplit Split(string name, int first, int count)
    {
        var fine = new FlowMaps(new(count, 1, 128, 128));
        for (var sample = 0; sample < count; sample++)
        {
            var map = fine.Map(sample, 0);
            for (var cell = 0; cell < map.Length; cell++)
            {
                map[cell] = (cell * 7 + first + sample) % 31 is var rest and < 5 ? rest : 0;
            }

            map[first + sample] = 100 + first + sample;
        }

        var external = new ExternalFactors(
            [.. Enumerable.Range(first, count).SelectMany(sample => new[] { 20f, 3f, 0f, 0f, 1f, 7f + sample, 2f })]);
        return new(name, BlockSum.Coarsen(fine, 4), fine, external);
    }

    private static IEnumerable<(string Name, byte[] Bytes)> FilesOf(FlowSplit split)
    {
        yield return ($"{split.Name}/X.npy", Npy(split.Coarse.Values, split.Samples, 32, 32));
        yield return ($"{split.Name}/Y.npy", Npy(split.Fine.Values, split.Samples, 128, 128));
        yield return ($"{split.Name}/ext.npy", Npy(split.External!.Values, split.Samples, 7));
    }

    public static byte[] Npy(float[] values, params int[] shape)
    {
        using var bytes = new MemoryStream();
        NpyWriter.Write(bytes, values, shape);
        return bytes.ToArray();
    }
}
