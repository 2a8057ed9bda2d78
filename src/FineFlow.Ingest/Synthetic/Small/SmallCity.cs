using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Sampling;

namespace FineFlow.Ingest.Synthetic.Small;

/// <summary>
/// A made-up city to try the models on, before any real data is at hand: a river with bridges, a ring road, arterials and local
/// streets, a business core, homes, secondary centres and a park; people who commute, keep to the wide roads in the rain, meet at
/// the stadium and drive around closed roads. How a coarse cell's flow spreads over its fine cells depends on all of these, so that
/// averages of the past do not tell it, while the weather, the level of flow and the coarse cells around do.
/// </summary>
public static class SmallCity
{
    /// <summary>Upscaling factor: from 16 x 16 coarse to 64 x 64 fine cells.</summary>
    public const int ScaleFactor = 4;

    private const int FirstHour = 7, HoursADay = 15;

    /// <summary>
    /// Generates train, valid and test in time order, from 7 o'clock to 22 o'clock of every day. The same options give the same values
    /// on every platform.
    /// </summary>
    /// <returns>Three splits: coarse [n, 1, 16, 16], fine [n, 1, 64, 64], external factors and time.</returns>
    /// <exception cref="BadInputException">An option is outside its range.</exception>
    public static IReadOnlyList<FlowSplit> Generate(SmallCityOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var ground = new RandomStream(options.Seed, 0);
        var plan = new CityPlan(ground);
        var traffic = new CityTraffic(plan, new LandUse(ground));
        var (valid, test) = (options.TrainDays, options.TrainDays + options.ValidDays);
        return
        [
            Live(SplitNames.Train, options, plan, traffic, 0, options.TrainDays),
            Live(SplitNames.Valid, options, plan, traffic, valid, options.ValidDays),
            Live(SplitNames.Test, options, plan, traffic, test, options.TestDays),
        ];
    }

    /// <summary>Generates the city and writes it as a dataset folder.</summary>
    /// <param name="folder">The folder, see <see cref="DatasetFolder.Write"/>.</param>
    /// <param name="options">How much to generate.</param>
    /// <param name="overwrite">Whether a dataset that is already there may be replaced.</param>
    /// <exception cref="BadInputException">An option is outside its range, or the folder cannot be written.</exception>
    public static void Write(string folder, SmallCityOptions options, bool overwrite = false)
    {
        var splits = Generate(options);
        DatasetFolder.Write(folder, Describe(options), splits, overwrite);
    }

    private static DatasetManifest Describe(SmallCityOptions options) => new()
    {
        Name = "small city",
        Description = "Made-up flows of a made-up city, to try things out.",
        Source = FormattableString.Invariant($"FineFlow, seed {options.Seed}"),
        Channels = ["vehicles"],
        Units = options.SlotMinutes == 60 ? "vehicles per cell and hour" : "vehicles per cell and half hour",
        SlotMinutes = options.SlotMinutes,
        BoundingBox = MadeUpPlace.Box(CityPlan.Size),
        FirstSlot = CityDay.First.ToDateTime(new TimeOnly(FirstHour, 0)),
        Externals = ExternalFactors.Names,
    };

    private static FlowSplit Live(
        string name, SmallCityOptions options, CityPlan plan, CityTraffic traffic, int firstDay, int days)
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

        return slots.ToSplit(name);
    }
}
