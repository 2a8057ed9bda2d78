using FineFlow.Core;
using FineFlow.Core.Conservation;
using FineFlow.Core.Datasets;
using FineFlow.Core.Sampling;

namespace FineFlow.Experiments.Tests;

/// <summary>Datasets of 4 x 4 coarse cells and factor 2: trainings of milliseconds.</summary>
internal static class SmallTown
{
    private const int Coarse = 4, Factor = 2, Samples = 24, Evaluated = 6;

    /// <summary>Writes a dataset folder; other seeds give other numbers.</summary>
    public static string Write(
        TemporaryFolder folder,
        string name,
        long seed = 1,
        bool external = true,
        int factor = Factor,
        string? division = null)
    {
        var path = folder.File(name);
        DatasetFolder.Write(path, new DatasetManifest { Name = name, Split = division }, [
            Split(SplitNames.Train, Samples, seed, external, factor),
            Split(SplitNames.Valid, Evaluated, seed + 1, external, factor),
            Split(SplitNames.Test, Evaluated, seed + 2, external, factor)]);
        return path;
    }

    private static FlowSplit Split(string name, int samples, long seed, bool external, int factor)
    {
        var random = new RandomStream(seed);
        var fine = new FlowMaps(new(samples, 1, Coarse * factor, Coarse * factor));
        for (var i = 0; i < fine.Values.Length; i++)
        {
            fine.Values[i] = random.NextInt(i % (Coarse * factor) < 3 ? 40 : 6);
        }

        float[] slots =
        [
            .. Enumerable.Range(0, samples).SelectMany(slot => new float[] { 20.5f, 3, 0, 1, 1 + slot % 7, slot % 24, 1 + slot % 17 }),
        ];
        return new(name, BlockSum.Coarsen(fine, factor), fine, external ? new ExternalFactors(slots) : null);
    }
}
