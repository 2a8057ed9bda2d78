using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Sampling;
using FineFlow.Ingest.Synthetic.Days;
using FineFlow.Ingest.Synthetic.Plan;
using FineFlow.Ingest.Synthetic.Traffic;

namespace FineFlow.Ingest.Synthetic;

/// <summary>
/// A made-up city with real traffic in it: trips between homes, work, shops, stations and venues by hour, day type and weather, routed
/// over a network of ring roads, motorways, arterials and local streets, and counted in the cells that they pass. docs/synthetic-city.md
/// describes it. The same preset and seed give the same numbers on every machine.
/// </summary>
public sealed class SyntheticCity
{
    private const int FirstHour = 7;
    private static readonly SplitRatio Ratio = new(7, 1, 2);
    private const long GroundStream = -1, UseStream = -2;

    private readonly CityPreset _preset;
    private readonly long _seed;
    private readonly RoadNetwork _roads;
    private readonly CityTraffic _traffic;

    /// <summary>Plans the city and routes its trips; a second or so for the size of TaxiBJ.</summary>
    /// <param name="preset">Which period of it.</param>
    /// <param name="seed">Decides the ground, the roads, the weather, the events and the noise. The periods of one seed are of one city.</param>
    public SyntheticCity(CityPreset preset, long seed)
    {
        ArgumentNullException.ThrowIfNull(preset);
        (_preset, _seed) = (preset, seed);
        var random = new RandomStream(seed, GroundStream);
        _roads = new(new(preset.FineSize, random));
        new MainRoads(_roads, preset.Stage, random).Draw();
        LocalStreets.Draw(_roads, random);
        _roads.RemoveUnjoined();
        _traffic = new(_roads, new(_roads, preset.Stage, new(seed, UseStream)), preset.MeanFlow, seed);
    }

    /// <summary>Generates slot after slot.</summary>
    public IEnumerable<CitySlot> Slots() => Live().Select(Count);

    /// <summary>The city slot after slot before anything is counted: the same array every time, with the expected counts of the slot.</summary>
    internal IEnumerable<CityMoment> Live()
    {
        var demand = new double[_traffic.Sources.Count];
        var expected = new float[_roads.Ground.Cells];
        for (var first = 0; first < _preset.Samples; first += CityPreset.SlotsADay)
        {
            // A stream a day, so that a day is the same in whichever period it falls.
            var date = _preset.FirstDay.AddDays(first / CityPreset.SlotsADay);
            var random = new RandomStream(_seed, date.DayNumber);
            var day = new CityDay(date, _seed, random, _roads, _traffic.Sources);
            for (var slot = 0; slot < Math.Min(CityPreset.SlotsADay, _preset.Samples - first); slot++)
            {
                var hour = FirstHour + slot / 2.0;
                day.FillDemand(hour, _traffic.Sources, demand);
                _traffic.Expect(demand, day.RoadsAt(hour), expected);
                day.Divert(hour, expected);
                CityTraffic.Queue(expected);
                yield return new(day, hour, expected, random);
            }
        }
    }

    /// <summary>Draws the counts of a slot around what is expected.</summary>
    internal CitySlot Count(CityMoment moment)
    {
        var counts = new FlowMaps(1, 1, _preset.FineSize, _preset.FineSize);
        for (var cell = 0; cell < counts.Values.Length; cell++)
            counts.Values[cell] = PoissonNoise.Draw(moment.Random, moment.Expected[cell]);
        return new(counts, CitySlot.ExternalOf(moment.Day, moment.Hour), CitySlot.TimeOf(moment.Day.Date, moment.Hour));
    }

    /// <summary>Generates a period and writes it as a dataset folder, split 7:1:2 in time order; no more than a slot is in memory.</summary>
    /// <param name="folder">The folder, see <see cref="DatasetFolder.Write"/>.</param>
    /// <param name="preset">Which period.</param>
    /// <param name="seed">See the constructor.</param>
    /// <param name="overwrite">Whether a dataset that is already there may be replaced.</param>
    /// <param name="progress">Hears of every slot that is written.</param>
    /// <param name="stop">Stops after the current slot and leaves nothing behind.</param>
    /// <exception cref="BadInputException">The folder cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static void Write(
        string folder, CityPreset preset, long seed, bool overwrite = false, IProgress<CityProgress>? progress = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(preset);
        var coarse = preset.FineSize / CityPreset.ScaleFactor;
        var shape = new DatasetShape(1, coarse, coarse, CityPreset.ScaleFactor, SplitSize.Of(preset.Samples, Ratio));
        DatasetFolder.WriteSlots(folder, Describe(preset, seed), shape, appender =>
        {
            var written = 0;
            foreach (var slot in new SyntheticCity(preset, seed).Slots())
            {
                stop.ThrowIfCancellationRequested();
                appender.Append(slot.Fine, slot.External, slot.Time);
                progress?.Report(new(++written, preset.Samples));
            }
        }, overwrite);
    }

    private static DatasetManifest Describe(CityPreset preset, long seed) => new()
    {
        Name = $"synthetic city, {preset.Name}",
        Description = "Made-up trips routed over a made-up city, to try and to rank models on.",
        Source = FormattableString.Invariant($"FineFlow, preset {preset.Name}, seed {seed}"),
        Split = TimeOrderedSplit.Describe(Ratio),
        Channels = ["vehicles"],
        Units = "vehicles per cell and half hour",
        SlotMinutes = 30,
        BoundingBox = MadeUpPlace.Box(preset.FineSize),
        FirstSlot = preset.FirstDay.ToDateTime(new TimeOnly(FirstHour, 0)),
        Externals = ExternalFactors.Names,
    };

}

/// <summary>The city in one slot.</summary>
/// <param name="Day">Its day.</param>
/// <param name="Hour">Where in the day the slot begins.</param>
/// <param name="Expected">Expected count by fine cell, until the next slot.</param>
/// <param name="Random">The day's random numbers.</param>
internal readonly record struct CityMoment(CityDay Day, double Hour, float[] Expected, RandomStream Random);
