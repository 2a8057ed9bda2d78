using FineFlow.Core.Datasets;
using FineFlow.Ingest.Synthetic.Small;

namespace FineFlow.Ingest.Tests.Synthetic.Small;

/// <summary>The city that the demo uses, generated once for all tests, and the plan behind it.</summary>
internal static class DefaultCity
{
    private static readonly SmallCityOptions Options = new();

    public static IReadOnlyList<FlowSplit> Splits { get; } = SmallCity.Generate(Options);

    public static FlowSplit Train => Splits[0];

    public static FlowSplit Test => Splits[2];

    public static CityPlan Plan { get; }

    public static LandUse Use { get; }

    static DefaultCity()
    {
        var ground = new FineFlow.Core.Sampling.RandomStream(Options.Seed, 0);
        Plan = new(ground);
        Use = new(ground);
    }

    /// <summary>What was expected in every fine cell of every test slot, before the counting noise.</summary>
    public static double[] ExpectedOfTest()
    {
        var traffic = new CityTraffic(Plan, Use);
        var first = Options.TrainDays + Options.ValidDays;
        var expected = new double[Test.Fine.Values.Length];
        for (var slot = 0; slot < Test.Samples; slot++)
        {
            var number = first + slot / 30;
            var day = new CityDay(number, new(Options.Seed, 1 + number), Plan);
            traffic.Expect(day, 7 + slot % 30 / 2.0, 30, expected.AsSpan(slot * CityPlan.Cells, CityPlan.Cells));
        }

        return expected;
    }
}
