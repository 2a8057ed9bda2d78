using static TorchSharp.torch;

namespace FineFlow.Torch.Runtime;

/// <summary>
/// Creates networks with fresh weights, one at a time, because libtorch draws weights from one random generator of the whole process.
/// </summary>
internal static class FreshWeights
{
    private static readonly Lock Drawing = new();

    /// <summary>Creates a module from the generator's current state.</summary>
    public static T Draw<T>(Func<T> create)
        where T : nn.Module
    {
        lock (Drawing)
        {
            // Layers that draw their weights leave handles of them behind.
            using var scope = NewDisposeScope();
            var module = create();
            scope.Detach(module.parameters().Concat(module.buffers()));
            return module;
        }
    }

    /// <summary>Creates one or several networks from a seed, then restores the generator's state.</summary>
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
