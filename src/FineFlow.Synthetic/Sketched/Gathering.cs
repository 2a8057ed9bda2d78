using FineFlow.Core.Sampling;

namespace FineFlow.Synthetic.Sketched;

/// <summary>A crowd that fills the streets around a place for some hours.</summary>
internal sealed record Gathering(double Row, double Column, double Size, double Strength, double From, double Until)
{
    /// <summary>A match at the stadium: people come, and three hours later they leave.</summary>
    public static Gathering[] DrawMatch(RandomStream random)
    {
        var kickOff = 14 + random.NextInt(6);
        var strength = 1 + random.NextDouble();
        var (row, column) = LandUse.Stadium;
        return
        [
            new(row, column, 4, strength, kickOff - 1, kickOff),
            new(row, column, 4, strength, kickOff + 2, kickOff + 3),
        ];
    }

    /// <summary>A market, a fair, a demonstration: anywhere within the city, any time.</summary>
    public static Gathering DrawAnywhere(RandomStream random)
    {
        var from = 8 + 10 * random.NextDouble();
        return new(
            10 + 44 * random.NextDouble(), 10 + 44 * random.NextDouble(), 3 + 3 * random.NextDouble(),
            0.5 + 1.0 * random.NextDouble(), from, from + 2 + 3 * random.NextDouble());
    }

    /// <summary>Whether it is on at an hour.</summary>
    public bool IsOn(double hour) => hour >= From && hour < Until;
}
