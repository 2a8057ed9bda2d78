using FineFlow.Core;
using FineFlow.Core.Conservation;
using FineFlow.Core.Datasets;
using FineFlow.Core.Sampling;

namespace FineFlow.EndToEnd.Tests.Program;

/// <summary>A made-up city of 4 x 4 coarse cells and factor 2, small enough for trainings of seconds.</summary>
internal static class City
{
    public const int Coarse = 4, Factor = 2;

    /// <summary>Writes a dataset folder. Without a manifest its files may be spoiled freely: no checksums know them.</summary>
    public static string Write(string folder, int train = 40, bool external = true, bool manifest = false)
    {
        FlowSplit[] splits =
        [
            Split(SplitNames.Train, train, external), Split(SplitNames.Valid, 8, external), Split(SplitNames.Test, 8, external),
        ];
        DatasetFolder.Write(folder, new DatasetManifest { Name = "small" }, splits);
        if (!manifest)
        {
            File.Delete(Path.Combine(folder, DatasetManifest.FileName));
        }

        return folder;
    }

    private static FlowSplit Split(string name, int samples, bool external)
    {
        // Another letter in each of train, valid and test: other flow in each.
        var random = new RandomStream(name[^1]);
        var fine = new FlowMaps(new(samples, 1, Coarse * Factor, Coarse * Factor));
        for (var i = 0; i < fine.Values.Length; i++)
        {
            // Busy cells in the west: something to learn.
            fine.Values[i] = random.NextInt(i % (Coarse * Factor) < 3 ? 40 : 6);
        }

        float[] slots =
        [
            .. Enumerable.Range(0, samples).SelectMany(slot => new float[] { 20.5f, 3, 0, 1, 1 + slot % 7, slot % 24, 1 + slot % 17 }),
        ];
        return new(name, BlockSum.Coarsen(fine, Factor), fine, external ? new ExternalFactors(slots) : null);
    }
}
