namespace FineFlow.Ingest.Synthetic;

/// <summary>A period of the synthetic city's life. Half-hour slots from 7:00 to 21:30 follow one another without a gap.</summary>
/// <param name="Name">How the command line calls it.</param>
/// <param name="Description">What it is, for people.</param>
/// <param name="FineSize">Rows and columns of the fine grid; the coarse one has a quarter of each.</param>
/// <param name="Samples">Number of slots.</param>
/// <param name="FirstDay">The first day.</param>
/// <param name="Stage">How far the city has grown: roads that are open, towns and business park.</param>
/// <param name="MeanFlow">Mean number of vehicles that want to pass a fine cell in an ordinary workday's slot; fewer are counted, since some queue.</param>
public sealed record CityPreset(string Name, string Description, int FineSize, int Samples, DateOnly FirstDay, int Stage, double MeanFlow)
{
    /// <summary>Upscaling factor.</summary>
    public const int ScaleFactor = 4;

    /// <summary>Slots of a day.</summary>
    public const int SlotsADay = 30;

    /// <summary>All presets. P1 to P4 have the sizes of TaxiBJ's periods and lie within its years.</summary>
    public static IReadOnlyList<CityPreset> All { get; } =
    [
        new("tiny", "8 x 8 to 32 x 32, ten days, for tests", 32, 300, new(2015, 4, 1), 0, 8),
        new("taxibj-p1", "32 x 32 to 128 x 128, 3,060 slots, as TaxiBJ P1", 128, 3060, new(2013, 7, 22), 0, 16),
        new("taxibj-p2", "32 x 32 to 128 x 128, 3,559 slots, as TaxiBJ P2", 128, 3559, new(2014, 2, 1), 1, 18.7),
        new("taxibj-p3", "32 x 32 to 128 x 128, 3,792 slots, as TaxiBJ P3", 128, 3792, new(2015, 3, 1), 2, 20.8),
        new("taxibj-p4", "32 x 32 to 128 x 128, 4,244 slots, as TaxiBJ P4", 128, 4244, new(2015, 11, 1), 3, 14.7),
        new("metropolis", "64 x 64 to 256 x 256, a year", 256, 365 * SlotsADay, new(2015, 1, 1), 2, 16),
    ];
}
