using FineFlow.Synthetic.Common;

namespace FineFlow.Synthetic.Routed.Traffic;

/// <summary>How many trips of each kind there are at an hour of the day: linear between the full hours 7 .. 22.</summary>
internal static class Rhythm
{
    private static readonly double[] ToWork = [1.6, 2.6, 2.3, 1.5, 1.0, 0.8, 0.9, 1.0, 0.9, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1];
    private static readonly double[] ToHome = [0.2, 0.3, 0.4, 0.5, 0.7, 0.8, 0.7, 0.7, 0.9, 1.2, 1.9, 2.4, 2.0, 1.5, 1.2, 0.9];
    private static readonly double[] Leisure = [0.2, 0.3, 0.5, 0.8, 1.0, 1.2, 1.1, 0.9, 0.9, 1.0, 1.1, 1.5, 1.9, 1.8, 1.4, 0.9];
    private static readonly double[] Around = [0.7, 1.0, 1.1, 1.1, 1.1, 1.2, 1.1, 1.0, 1.0, 1.1, 1.2, 1.2, 1.1, 0.9, 0.7, 0.5];
    private static readonly double[] Gateway = [1.0, 1.1, 1.1, 1.0, 0.9, 0.9, 1.0, 1.0, 1.1, 1.1, 1.0, 0.9, 0.9, 1.0, 1.0, 0.8];

    private static readonly double[] ToWorkFree = [0.3, 0.5, 0.6, 0.6, 0.5, 0.5, 0.5, 0.5, 0.4, 0.4, 0.3, 0.3, 0.2, 0.2, 0.1, 0.1];
    private static readonly double[] ToHomeFree = [0.1, 0.1, 0.2, 0.3, 0.4, 0.5, 0.5, 0.5, 0.5, 0.6, 0.7, 0.8, 0.7, 0.6, 0.5, 0.4];
    private static readonly double[] LeisureFree = [0.3, 0.5, 1.0, 1.6, 2.0, 2.2, 2.2, 2.1, 2.1, 2.0, 1.9, 2.0, 2.2, 2.0, 1.6, 1.0];
    private static readonly double[] AroundFree = [0.5, 0.7, 1.0, 1.2, 1.2, 1.2, 1.1, 1.1, 1.1, 1.2, 1.2, 1.2, 1.1, 0.9, 0.7, 0.5];

    /// <summary>Share of a source's trips of this kind in all trips of an ordinary slot.</summary>
    public static double Shares(TripKind kind) => kind switch
    {
        TripKind.ToWork => 0.22,
        TripKind.ToHome => 0.22,
        TripKind.Leisure => 0.20,
        TripKind.Around => 0.24,
        TripKind.Gateway => 0.12 / Hub.GatewayCount,
        _ => 0,
    };

    /// <summary>Trips of a kind from one source at an hour; all sources of an ordinary slot sum to 1.</summary>
    public static double At(TripKind kind, double hour, bool free)
    {
        var byHour = kind switch
        {
            TripKind.ToWork => free ? ToWorkFree : ToWork,
            TripKind.ToHome => free ? ToHomeFree : ToHome,
            TripKind.Leisure => free ? LeisureFree : Leisure,
            TripKind.Around => free ? AroundFree : Around,
            _ => Gateway,
        };
        return Shares(kind) * DayHours.Interpolate(byHour, hour);
    }

    /// <summary>Share of the drivers who know where the queues are and avoid them: most in the rush hours of a workday.</summary>
    public static double Peak(double hour, bool free) => free ? 0.15 : hour switch
    {
        < 7.5 => 0.4,
        < 9.5 => 1,
        < 10.5 => 0.7,
        < 16.5 => 0.4,
        < 17.5 => 0.7,
        < 19.5 => 1,
        < 20.5 => 0.4,
        _ => 0.1,
    };
}
