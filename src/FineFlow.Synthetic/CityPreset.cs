using FineFlow.Core;

namespace FineFlow.Synthetic;

/// <summary>A period in the life of a synthetic city. Half-hour slots from 7:00 to 21:30 follow one another without a gap.</summary>
/// <param name="Name">The name on the command line.</param>
/// <param name="Description">One line for people.</param>
/// <param name="FineSize">Rows and columns of the fine grid; the coarse one has a quarter of each.</param>
/// <param name="Samples">Number of slots.</param>
/// <param name="FirstDay">The first day.</param>
/// <param name="Routes">How the traffic is routed; null: it is sketched without routes.</param>
public sealed record CityPreset(string Name, string Description, int FineSize, int Samples, DateOnly FirstDay, RoutedTraffic? Routes)
{
    /// <summary>Upscaling factor.</summary>
    public const int ScaleFactor = 4;

    /// <summary>The city of the demo: quick to make, and its traffic is sketched.</summary>
    public static CityPreset Small { get; } =
        new("small", "16 x 16 to 64 x 64, forty days, as in the demo", 64, 1200, new(2026, 4, 6), Routes: null);

    /// <summary>All presets. P1 to P4 have the sizes of TaxiBJ's periods and lie within its years.</summary>
    public static IReadOnlyList<CityPreset> All { get; } =
    [
        Small,
        new("tiny", "8 x 8 to 32 x 32, ten days, for tests", 32, 300, new(2015, 4, 1), new(Stage: 0, MeanFlow: 8)),
        new("tiny-p1", "8 x 8 to 32 x 32, ten days of the city of P1", 32, 300, new(2013, 7, 22), new(Stage: 0, MeanFlow: 8)),
        new("tiny-p2", "8 x 8 to 32 x 32, ten days of the city of P2", 32, 300, new(2014, 2, 1), new(Stage: 1, MeanFlow: 9.4)),
        new("tiny-p3", "8 x 8 to 32 x 32, ten days of the city of P3", 32, 300, new(2015, 3, 1), new(Stage: 2, MeanFlow: 10.4)),
        new("tiny-p4", "8 x 8 to 32 x 32, ten days of the city of P4", 32, 300, new(2015, 11, 1), new(Stage: 3, MeanFlow: 7.4)),
        new("taxibj-p1", "32 x 32 to 128 x 128, 3,060 slots, as TaxiBJ P1", 128, 3060, new(2013, 7, 22), new(Stage: 0, MeanFlow: 16)),
        new("taxibj-p2", "32 x 32 to 128 x 128, 3,559 slots, as TaxiBJ P2", 128, 3559, new(2014, 2, 1), new(Stage: 1, MeanFlow: 18.7)),
        new("taxibj-p3", "32 x 32 to 128 x 128, 3,792 slots, as TaxiBJ P3", 128, 3792, new(2015, 3, 1), new(Stage: 2, MeanFlow: 20.8)),
        new("taxibj-p4", "32 x 32 to 128 x 128, 4,244 slots, as TaxiBJ P4", 128, 4244, new(2015, 11, 1), new(Stage: 3, MeanFlow: 14.7)),
        new("metropolis", "64 x 64 to 256 x 256, a year", 256, 365 * 30, new(2015, 1, 1), new(Stage: 2, MeanFlow: 16)),
    ];

    /// <summary>Returns the preset of a name.</summary>
    /// <exception cref="BadInputException">There is none; the message lists the known ones.</exception>
    public static CityPreset Find(string name)
    {
        var known = All.Select(preset => preset.Name).ToArray();
        return All.FirstOrDefault(preset => preset.Name == name) ?? throw new BadInputException(
            "preset", $"'{name}' is unknown; known are {string.Join(", ", known)}{NearestName.Question(name, known)}")
        { Setting = "preset" };
    }
}

/// <summary>What decides on traffic that is routed over a road network.</summary>
/// <param name="Stage">How far the city has grown, 0 .. 3: roads that are open, towns and business park.</param>
/// <param name="MeanFlow">
/// Mean number of vehicles that want to pass a fine cell in an ordinary workday's slot; fewer are counted, since some queue.
/// </param>
public sealed record RoutedTraffic(int Stage, double MeanFlow);
