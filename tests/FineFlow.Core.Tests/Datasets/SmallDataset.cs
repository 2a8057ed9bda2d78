using FineFlow.Core.Datasets;
using FineFlow.Core.Formats;

namespace FineFlow.Core.Tests.Datasets;

/// <summary>A sound dataset folder to be spoiled: 4, 2 and 2 slots, 2 x 3 coarse cells, factor 2, all optional files there.</summary>
internal sealed class SmallDataset : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SmallDataset()
    {
        foreach (var split in SplitNames.All)
        {
            var samples = split == SplitNames.Train ? 4 : 2;
            Put($"{split}/X.npy", Fill(samples * 6, 4), samples, 2, 3);
            Put($"{split}/Y.npy", Fill(samples * 24, 1), samples, 4, 6);
            float[] external = [20.5f, 3, 0, 1, 7, 23, 17];
            Put($"{split}/ext.npy", [.. Enumerable.Repeat(external, samples).SelectMany(row => row)], samples, 7);
            Put($"{split}/time.npy", [.. Enumerable.Range(0, samples).Select(slot => 1_211_000_400L + 1800 * slot)], samples);
        }

        PutText("dataset.json", """{"name": "small", "scale_factor": 2, "channels": ["inflow"]}""");
    }

    public string Path => System.IO.Path.Combine(_folder.Path, "data");

    public static float[] Fill(int length, float value) => [.. Enumerable.Repeat(value, length)];

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Put(string name, float[] values, params int[] shape) => NpyWriter.Write(File(name), values, shape);

    public void Put(string name, long[] values, params int[] shape) => NpyWriter.Write(File(name), values, shape);

    public void PutText(string name, string text) => System.IO.File.WriteAllText(File(name), text);

    public void Delete(string name) => System.IO.File.Delete(File(name));

    public void DeleteFolder(string name) => Directory.Delete(File(name), recursive: true);

    /// <summary>Changes one number of a file of floats.</summary>
    public void Set(string name, int index, float value)
    {
        var (shape, values) = NpyReader.ReadSingle(File(name));
        values[index] = value;
        Put(name, values, shape);
    }

    public FlowDataset Load(bool strict = false, params string[] splits) =>
        DatasetFolder.Load(Path, new() { Strict = strict, Splits = splits.Length == 0 ? null : splits });

    /// <summary>Loading must fail with a line that begins with a file in the folder and contains the words.</summary>
    public void AssertRefused(string file, params string[] words)
    {
        var failure = Assert.Throws<BadInputException>(() => Load());
        Assert.Equal(file.Length == 0 ? Path : File(file), failure.InputSource.Replace('\\', '/'));
        Assert.All(words, word => Assert.Contains(word, failure.Problem, StringComparison.Ordinal));
        Assert.DoesNotContain('\n', failure.Message);
    }

    public void Dispose() => _folder.Dispose();
}
