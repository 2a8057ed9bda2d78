using FineFlow.Torch.Layers;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.Dmn;

/// <summary>Coarse cells that training hides from the network, so that it learns to do without.</summary>
internal static class HiddenCells
{
    /// <summary>Draws them: a rate for each sample, uniform from 0 to the largest, and each cell with that rate.</summary>
    /// <param name="shape">[B, C, H, W].</param>
    /// <param name="largestRate">The largest rate.</param>
    /// <returns>1 where a cell is hidden, [B, C, H, W] on the CPU.</returns>
    public static Tensor Draw(long[] shape, double largestRate)
    {
        using var scope = NewDisposeScope();
        using var constant = no_grad();
        var rates = SeededDropout.Uniform([shape[0], 1, 1, 1]) * largestRate;
        return scope.MoveToOuter((SeededDropout.Uniform(shape) < rates).to(ScalarType.Float32));
    }
}
