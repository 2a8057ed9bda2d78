using static TorchSharp.torch;

namespace FineFlow.Torch.Runtime;

/// <summary>
/// Makes networks with fresh weights, one at a time: libtorch draws them from one generator of random numbers, which the whole process
/// shares.
/// </summary>
internal static class FreshWeights
{
    private static readonly Lock Drawing = new();

    /// <summary>Makes a network from the generator's present state.</summary>
    public static T Draw<T>(Func<T> create)
    {
        lock (Drawing)
        {
            return create();
        }
    }

    /// <summary>Makes a network, or several, from a seed. The generator is afterwards as it was before.</summary>
    public static T Draw<T>(long seed, Func<T> create)
    {
        lock (Drawing)
        {
            using var generator = Generator.Default;
            using var before = generator.get_state();
            try
            {
                generator.manual_seed(seed);
                return create();
            }
            finally
            {
                generator.set_state(before);
            }
        }
    }
}
