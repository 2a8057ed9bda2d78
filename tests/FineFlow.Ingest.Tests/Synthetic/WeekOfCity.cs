using FineFlow.Ingest.Synthetic;

namespace FineFlow.Ingest.Tests.Synthetic;

/// <summary>The first week of TaxiBJ's P1 in the synthetic city, generated once for all tests: Monday 22 to Sunday 28 July 2013.</summary>
internal static class WeekOfCity
{
    public const int Size = 128, Block = 4;

    static WeekOfCity()
    {
        var city = new SyntheticCity(CityPreset.All.Single(preset => preset.Name == "taxibj-p1") with { Samples = 210 }, seed: 1);
        foreach (var moment in city.Live())
        {
            Expected.Add([.. moment.Expected]);
            Slots.Add(city.Count(moment));
        }
    }

    public static List<CitySlot> Slots { get; } = [];

    /// <summary>What was expected before the counting noise.</summary>
    public static List<float[]> Expected { get; } = [];

    /// <summary>The sum of each block of a map, at every fine cell.</summary>
    public static float[] BlockSums(float[] fine)
    {
        var coarse = new float[fine.Length / (Block * Block)];
        for (var cell = 0; cell < fine.Length; cell++)
            coarse[BlockOf(cell)] += fine[cell];
        return coarse;
    }

    /// <summary>The coarse cell of a fine one.</summary>
    public static int BlockOf(int cell) => cell / Size / Block * (Size / Block) + cell % Size / Block;
}
