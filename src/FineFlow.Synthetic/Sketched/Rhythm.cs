using FineFlow.Synthetic.Common;

namespace FineFlow.Synthetic.Sketched;

/// <summary>How much of each kind of traffic there is at an hour of the day: linear between the full hours 7 .. 22.</summary>
internal static class Rhythm
{
    private static readonly double[] BusinessWorkday = [0.7, 1.5, 1.7, 1.2, 0.9, 0.9, 0.8, 0.8, 0.8, 0.8, 0.8, 0.7, 0.5, 0.3, 0.2, 0.1];
    private static readonly double[] BusinessFree = [0.1, 0.1, 0.2, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.2, 0.2, 0.1, 0.1];
    private static readonly double[] HomeWorkday = [0.9, 0.8, 0.5, 0.4, 0.35, 0.4, 0.35, 0.35, 0.4, 0.6, 0.9, 1.3, 1.4, 1.1, 0.8, 0.5];
    private static readonly double[] HomeFree = [0.2, 0.3, 0.5, 0.7, 0.8, 0.7, 0.6, 0.6, 0.7, 0.8, 0.8, 0.8, 0.8, 0.8, 0.7, 0.5];
    private static readonly double[] LeisureWorkday = [0.1, 0.1, 0.2, 0.3, 0.5, 0.7, 0.6, 0.4, 0.4, 0.5, 0.7, 1.0, 1.3, 1.4, 1.1, 0.7];
    private static readonly double[] LeisureFree = [0.1, 0.2, 0.4, 0.8, 1.2, 1.4, 1.5, 1.6, 1.6, 1.5, 1.4, 1.4, 1.5, 1.5, 1.2, 0.8];
    private static readonly double[] ThroughWorkday = [0.8, 1.3, 1.1, 0.7, 0.6, 0.6, 0.6, 0.6, 0.7, 0.9, 1.2, 1.3, 1.0, 0.7, 0.5, 0.3];
    private static readonly double[] ThroughFree = [0.3, 0.4, 0.5, 0.6, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.6, 0.6, 0.5, 0.4, 0.3];

    /// <summary>Trips to offices.</summary>
    public static double Business(double hour, bool free) => DayHours.Interpolate(free ? BusinessFree : BusinessWorkday, hour);

    /// <summary>Trips from and to homes.</summary>
    public static double Home(double hour, bool free) => DayHours.Interpolate(free ? HomeFree : HomeWorkday, hour);

    /// <summary>Trips to shops, restaurants and friends.</summary>
    public static double Leisure(double hour, bool free) => DayHours.Interpolate(free ? LeisureFree : LeisureWorkday, hour);

    /// <summary>Traffic that only passes, on arterials.</summary>
    public static double Through(double hour, bool free) => DayHours.Interpolate(free ? ThroughFree : ThroughWorkday, hour);
}
