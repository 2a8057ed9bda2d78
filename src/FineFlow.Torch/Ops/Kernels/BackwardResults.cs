using TorchSharp;
using static TorchSharp.torch;

namespace FineFlow.Torch.Ops.Kernels;

/// <summary>
/// Holds the results of a backward function until the next one runs on the thread. libtorch takes its reference after the function has
/// returned. If the .NET references lasted until the end of the step, the gradients of all layers would be in memory at once.
/// </summary>
internal static class BackwardResults
{
    [ThreadStatic]
    private static List<Tensor?>? _last;

    /// <summary>
    /// Moves a function's results into the step's scope, and releases the previous function's and the gradient that it was given.
    /// </summary>
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
