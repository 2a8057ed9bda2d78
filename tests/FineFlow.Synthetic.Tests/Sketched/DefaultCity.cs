using FineFlow.Core;
using FineFlow.Core.Conservation;
using FineFlow.Core.Datasets;
using FineFlow.Synthetic.Common;
using FineFlow.Synthetic.Sketched;

namespace FineFlow.Synthetic.Tests.Sketched;

/// <summary>The city of the demo, generated once for all tests, and the plan behind it.</summary>
internal static class DefaultCity
{
    private const long Seed = 1;
    private const int TrainSlots = 840, ValidSlots = 120, TestSlots = 240;

    public static FlowSplit Train { get; }

    public static FlowSplit Test { get; }

    public static CityPlan Plan { get; }

    public static LandUse Use { get; }

    static DefaultCity()
    {
        var ground = new FineFlow.Core.Sampling.RandomStream(Seed, 0);
        Plan = new(ground);
        Use = new(ground);
        CitySlot[] slots = [.. SyntheticCity.Slots(CityPreset.Small, Seed)];
        Train = Split("train", slots[..TrainSlots]);
        Test = Split("test", slots[^TestSlots..]);
    }

    /// <summary>What was expected in every fine cell of every test slot, before the counting noise.</summary>
    public static double[] ExpectedOfTest()
    {
        var traffic = new CityTraffic(Plan, Use);
        var first = (TrainSlots + ValidSlots) / DayHours.Slots;
        var expected = new double[Test.Fine.Values.Length];
        for (var slot = 0; slot < Test.Samples; slot++)
        {
            var number = first + slot / DayHours.Slots;
            var day = new SketchedDay(CityPreset.Small.FirstDay.AddDays(number), new(Seed, 1 + number), Plan, traffic);
            traffic.Expect(day, DayHours.Begin(slot % DayHours.Slots), expected.AsSpan(slot * CityPlan.Cells, CityPlan.Cells));
        }

        return expected;
    }

    private static FlowSplit Split(string name, CitySlot[] slots)
    {
        var fine = new FlowMaps(new(slots.Length, 1, CityPlan.Size, CityPlan.Size), [.. slots.SelectMany(slot => slot.Fine.Values)]);
        return new(
            name,
            BlockSum.Coarsen(fine, CityPreset.ScaleFactor),
            fine,
            new([.. slots.SelectMany(slot => slot.External)]),
            [.. slots.Select(slot => slot.Time)]);
    }
}
