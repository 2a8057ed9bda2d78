using System.Diagnostics;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Synthetic.Common;
using FineFlow.Synthetic.Routed;
using FineFlow.Synthetic.Sketched;

namespace FineFlow.Synthetic;

/// <summary>
/// A made-up city with traffic in it, of any size and without a download. docs/synthetic-city.md describes it. The same preset and seed
/// give the same numbers on every machine.
/// </summary>
public static class SyntheticCity
{
    /// <summary>The seed that a city's name does not mention.</summary>
    private const long UsualSeed = 1;

    private static readonly SplitRatio Ratio = new(7, 1, 2);

    /// <summary>
    /// Generates a period and writes it as a dataset folder, split 7:1:2 in time order. Only one slot is in memory at a time.
    /// </summary>
    /// <param name="folder">The folder, see <see cref="DatasetFolder.Write"/>.</param>
    /// <param name="preset">The period.</param>
    /// <param name="seed">
    /// Decides the ground, the roads, the weather, the events and the noise. The periods of one seed are of one city.
    /// </param>
    /// <param name="overwrite">Whether a dataset that is already there may be replaced.</param>
    /// <param name="progress">Receives every slot that is written.</param>
    /// <param name="cancellationToken">Stops after the current slot and leaves nothing behind.</param>
    /// <exception cref="BadInputException">The folder cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static void Write(
        string folder,
        CityPreset preset,
        long seed,
        bool overwrite = false,
        IProgress<CityProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(preset);
        var coarse = preset.FineSize / CityPreset.ScaleFactor;
        var shape = new DatasetShape(1, coarse, coarse, CityPreset.ScaleFactor, SplitSize.Of(preset.Samples, Ratio));
        DatasetFolder.WriteSlots(folder, Describe(preset, seed), shape, appender =>
        {
            var (written, clock) = (0, new Stopwatch());
            foreach (var slot in Slots(preset, seed))
            {
                cancellationToken.ThrowIfCancellationRequested();
                appender.Append(slot.Fine, slot.External, slot.Time);
                clock.Start();
                progress?.Report(new(++written, preset.Samples, (written - 1) / Math.Max(1e-9, clock.Elapsed.TotalSeconds)));
            }
        }, overwrite);
    }

    /// <summary>
    /// Returns the roads of a city: the width of the widest one in each fine cell, row by row. Its unit is the city's own: lanes of a sort,
    /// or 1 for streets, 2 for arterials and 3 for motorways.
    /// </summary>
    internal static float[] Roads(CityPreset preset, long seed) => Create(preset, seed).Roads;

    /// <summary>Generates slot after slot.</summary>
    internal static IEnumerable<CitySlot> Slots(CityPreset preset, long seed)
    {
        var city = Create(preset, seed);
        for (var first = 0; first < preset.Samples; first += DayHours.Slots)
        {
            var day = city.DayOf(preset.FirstDay.AddDays(first / DayHours.Slots));
            for (var slot = 0; slot < Math.Min(DayHours.Slots, preset.Samples - first); slot++)
            {
                var fine = new FlowMaps(new(1, 1, preset.FineSize, preset.FineSize));
                var hour = DayHours.Begin(slot);
                day.Draw(hour, fine.Values);
                yield return CitySlot.Create(fine, day.Calendar, hour, day.WeatherAt(hour));
            }
        }
    }

    private static ICity Create(CityPreset preset, long seed) => preset.Routes is { } routes
        ? new RoutedCity(preset.FineSize, routes.Stage, routes.MeanFlow, seed)
        : new SketchedCity(seed);

    /// <summary>The sketched city's description says less: it stays, to the byte, as in the datasets that published results used.</summary>
    private static DatasetManifest Describe(CityPreset preset, long seed)
    {
        var manifest = new DatasetManifest
        {
            Name = $"{preset.Name} city{OfSeed(seed)}",
            Description = "Made-up flows of a made-up city, to try things out.",
            Source = FormattableString.Invariant($"FineFlow, seed {seed}"),
            Channels = ["vehicles"],
            Units = "vehicles per cell and half hour",
            SlotMinutes = DayHours.SlotMinutes,
            BoundingBox = MadeUpPlace.Box(preset.FineSize),
            FirstSlot = preset.FirstDay.ToDateTime(new TimeOnly(DayHours.First, 0)),
            Externals = ExternalSchema.TaxiBj,
        };
        return preset.Routes is null ? manifest : manifest with
        {
            Name = $"synthetic city, {preset.Name}{OfSeed(seed)}",
            Description = "Made-up trips routed over a made-up city, to try and to rank models on.",
            Source = FormattableString.Invariant($"FineFlow, preset {preset.Name}, seed {seed}"),
            Split = TimeOrderedSplit.Describe(Ratio),
        };
    }

    /// <summary>Cities of different seeds have one box: their names tell them apart.</summary>
    private static string OfSeed(long seed) => seed == UsualSeed ? "" : FormattableString.Invariant($", seed {seed}");
}
