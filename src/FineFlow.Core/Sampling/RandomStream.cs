using System.Diagnostics.CodeAnalysis;

namespace FineFlow.Core.Sampling;

/// <summary>
/// A stream of random numbers that is the same on every platform and in every version: SplitMix64 (Steele, Lea and Flood 2014),
/// a 64-bit counter whose every step is mixed into one output. Not for secrets.
/// </summary>
[SuppressMessage("Naming", "CA1711", Justification = "A stream of numbers, not a System.IO.Stream.")]
internal sealed class RandomStream
{
    private const ulong Step = 0x9E3779B97F4A7C15;
    private ulong _state;

    /// <summary>Creates the stream of a seed; every 64-bit value is a good seed.</summary>
    public RandomStream(long seed) => _state = (ulong)seed;

    /// <summary>Creates one of many unrelated streams of the same seed, for instance an epoch's or a worker's.</summary>
    public RandomStream(long seed, long stream) => _state = Mix(Mix((ulong)seed + Step) + (ulong)stream);

    /// <summary>Returns the next 64 random bits.</summary>
    public ulong NextUInt64() => Mix(_state += Step);

    /// <summary>Returns a number uniform in [0, 1), in steps of 2^-53.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Returns a number uniform in 0 .. <paramref name="bound"/> - 1, without bias.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bound"/> is not positive.</exception>
    public int NextInt(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);

        // The high word of draw * bound is the result; draws whose low word lies in the uneven rest of 2^64 / bound are redrawn.
        var rest = unchecked(0UL - (ulong)bound) % (ulong)bound;
        ulong result, low;
        do
        {
            result = Math.BigMul(NextUInt64(), (ulong)bound, out low);
        }
        while (low < rest);
        return (int)result;
    }

    /// <summary>
    /// Returns a normal number with mean 0 and variance 1 (Box-Muller). Its last bit depends on the platform's logarithm and cosine.
    /// </summary>
    public double NextGaussian()
    {
        var radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        return radius * Math.Cos(2 * Math.PI * NextDouble());
    }

    private static ulong Mix(ulong bits)
    {
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }
}
