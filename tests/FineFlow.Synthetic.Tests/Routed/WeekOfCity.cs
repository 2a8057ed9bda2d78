using FineFlow.Synthetic.Common;
using FineFlow.Synthetic.Routed;

namespace FineFlow.Synthetic.Tests.Routed;

/// <summary>The first week of TaxiBJ's P1 in the synthetic city, generated once for all tests: Monday 22 to Sunday 28 July 2013.</summary>
internal static class WeekOfCity
{
    public const int Size = 128, Block = 4;

    static WeekOfCity()
    {
        var preset = CityPreset.Find("taxibj-p1") with { Samples = 7 * DayHours.Slots };
        Slots = [.. SyntheticCity.Slots(preset, seed: 1)];
        var city = new RoutedCity(Size, preset.Routes!.Stage, preset.Routes.MeanFlow, seed: 1);
        for (var number = 0; number < 7; number++)
        {
            var day = city.DayOf(preset.FirstDay.AddDays(number));
            for (var slot = 0; slot < DayHours.Slots; slot++)
            {
                var expected = new float[Size * Size];
                day.Expect(DayHours.Begin(slot), expected);
                Expected.Add(expected);
            }
        }
    }

    public static IReadOnlyList<CitySlot> Slots { get; }

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
