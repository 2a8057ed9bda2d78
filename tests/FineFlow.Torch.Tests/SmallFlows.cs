using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Sampling;

namespace FineFlow.Torch.Tests;

/// <summary>Small synthetic flows: whole counts over a fixed pattern of busy and empty places that breathes with the hour.</summary>
internal static class SmallFlows
{
    /// <summary>One sample for each of TaxiBJ's hours 7 .. 21.</summary>
    public const int TrainSamples = 15;
    public const int ValidSamples = 4;

    /// <summary>Writes train, valid and test to a new folder and loads them.</summary>
    public static FlowDataset Write(
        string folder, long seed = 1, bool external = true, int channels = 1, int trainSamples = TrainSamples)
    {
        FlowSplit[] splits =
        [
            Split(SplitNames.Train, trainSamples, seed, external, channels),
            Split(SplitNames.Valid, ValidSamples, seed + 1, external, channels),
            Split(SplitNames.Test, ValidSamples, seed + 2, external, channels),
        ];
        DatasetFolder.Write(folder, new DatasetManifest { Name = "small flows" }, splits);
        return DatasetFolder.Load(folder);
    }

    public static FlowSplit Split(
        string name,
        int samples,
        long seed = 1,
        bool external = true,
        int channels = 1,
        int side = CatalogCases.Side,
        int factor = CatalogCases.Factor)
    {
        var random = new RandomStream(seed);
        var fine = new FlowMaps(new(samples, channels, side * factor, side * factor));
        var coarse = new FlowMaps(new(samples, channels, side, side));
        var rows = new float[samples * TaxiBjColumns.Count];
        for (var sample = 0; sample < samples; sample++)
        {
            var hour = 7 + sample % 15;
            Row(random, hour).CopyTo(rows, sample * TaxiBjColumns.Count);
            for (var channel = 0; channel < channels; channel++)
            {
                Fill(random, fine.Map(sample, channel), coarse.Map(sample, channel), side, factor, hour);
            }
        }

        return new(name, coarse, fine, external ? new ExternalFactors(rows) : null);
    }

    private static float[] Row(RandomStream random, int hour) =>
    [
        random.NextInt(40) - 5,
        random.NextInt(30),
        random.NextInt(2),
        random.NextInt(2),
        1 + random.NextInt(7),
        hour,
        1 + random.NextInt(16),
    ];

    private static void Fill(RandomStream random, Span<float> fine, Span<float> coarse, int side, int factor, int hour)
    {
        var width = side * factor;
        for (var cell = 0; cell < fine.Length; cell++)
        {
            var (row, column) = (cell / width, cell % width);
            var busy = (row * 7 + column * 3) % 5 == 0 ? 12 : (row / factor + column / factor) % 3;
            fine[cell] = random.NextInt(1 + busy * (5 + Math.Abs(hour - 14)) / 5);
            coarse[row / factor * side + column / factor] += fine[cell];
        }
    }
}
