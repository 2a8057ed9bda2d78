using FineFlow.Core;
using FineFlow.Core.Sampling;

namespace FineFlow.Ingest.Synthetic;

/// <summary>
/// A made-up city to try the models on, before any real data is at hand: a river with bridges, a ring road, arterials and local
/// streets, a business core, homes, secondary centres and a park; people who commute, stay away in the rain, meet at the stadium
/// and drive around closed roads. How a coarse cell's flow spreads over its fine cells depends on all of these, so that averages
/// of the past do not tell it, while the hour, the weather and the coarse cells around do.
/// </summary>
public static class SmallCity
{
    /// <summary>Fine cells along a coarse one.</summary>
    public const int ScaleFactor = 4;

    private const int FirstHour = 7, HoursADay = 15;

    /// <summary>Generates the city's flows. The same options give the same values on every platform.</summary>
    /// <exception cref="BadInputException">An option is outside its range.</exception>
    public static SmallCityFlows Generate(SmallCityOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var ground = new RandomStream(options.Seed, 0);
        var plan = new CityPlan(ground);
        var traffic = new CityTraffic(plan, new LandUse(ground));
        var (valid, test) = (options.TrainDays, options.TrainDays + options.ValidDays);
        return new(
            Split(0, options.TrainDays), Split(valid, options.ValidDays), Split(test, options.TestDays));

        FlowSplit Split(int firstDay, int days) => Live(options, plan, traffic, firstDay, days);
    }

    private static FlowSplit Live(SmallCityOptions options, CityPlan plan, CityTraffic traffic, int firstDay, int days)
    {
        var slotsADay = HoursADay * 60 / options.SlotMinutes;
        var slots = new SlotWriter(days * slotsADay);
        var expected = new double[CityPlan.Cells];
        for (var number = firstDay; number < firstDay + days; number++)
        {
            // A stream a day, so that a day is the same however many surround it.
            var random = new RandomStream(options.Seed, 1 + number);
            var day = new CityDay(number, random, plan);
            for (var slot = 0; slot < slotsADay; slot++)
            {
                var hour = FirstHour + slot * options.SlotMinutes / 60.0;
                traffic.Expect(day, hour, options.SlotMinutes, expected);
                slots.Add(day, hour, expected, random);
            }
        }

        return slots.Split;
    }
}
