using TorchSharp;
using static TorchSharp.torch;

namespace FineFlow.Torch.Ops.Kernels;

/// <summary>
/// Holds what a backward function returned until the next one runs on the thread. libtorch takes its share in the memory after the function has returned; if the .NET
/// side's lasted until the step is over, the gradients of all layers would be held at once.
/// </summary>
internal static class BackwardResults
{
    [ThreadStatic]
    private static List<Tensor?>? _last;

    /// <summary>Takes a function's results out of its scope into the step's, and gives up those of the function before and the gradient that it was given.</summary>
    public static List<Tensor> Keep(DisposeScope scope, Tensor given, params List<Tensor?> results)
    {
        _last?.ForEach(tensor => tensor?.Dispose());
        _last = results;
        given.Dispose();
        foreach (var result in results.OfType<Tensor>())
        {
            scope.MoveToOuter(result);
        }

        return results!;
    }
}
