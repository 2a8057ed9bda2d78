using FineFlow.Core;

namespace FineFlow.Torch.Layers;

/// <summary>The stages of progressive upscaling.</summary>
internal static class UpscalingStages
{
    private const int LargestPrime = 7;

    /// <summary>Returns the prime factors of the scale, smallest first (4: 2, 2; 6: 2, 3).</summary>
    /// <exception cref="BadInputException">The scale has a prime factor above 7.</exception>
    public static int[] Of(int scale)
    {
        var stages = new List<int>();
        for (var (rest, prime) = (scale, 2); rest > 1;)
        {
            if (prime > LargestPrime)
            {
                throw new BadInputException(
                    "setting 'scale_factor'", $"{scale} has a prime factor above {LargestPrime}; expected a product of 2, 3, 5 and 7");
            }

            if (rest % prime == 0)
            {
                stages.Add(prime);
                rest /= prime;
            }
            else
            {
                prime++;
            }
        }

        return [.. stages];
    }

    /// <summary>Returns the number of doublings that make the scale, for networks that only ever double.</summary>
    /// <exception cref="BadInputException">The scale is not a power of two.</exception>
    public static int Doublings(int scale) =>
        int.IsPow2(scale)
            ? int.Log2(scale)
            : throw new BadInputException(
                "setting 'scale_factor'", $"{scale} is no power of two, but this network enlarges by 2 at a time");
}
