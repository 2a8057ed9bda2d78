using FineFlow.Torch.Losses;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Losses;

/// <summary>Gradients of losses in the prediction, in float64.</summary>
internal static class Slope
{
    private const double Step = 1e-6;

    /// <summary>By backpropagation.</summary>
    public static double[] Of(FlowLoss loss, double[] prediction, double[] truth)
    {
        using var scope = NewDisposeScope();
        var variable = tensor(prediction, requires_grad: true);
        loss.Compare(variable, tensor(truth)).backward();
        return variable.grad!.data<double>().ToArray();
    }

    /// <summary>By central differences.</summary>
    public static double[] Numeric(FlowLoss loss, double[] prediction, double[] truth) =>
        [.. Enumerable.Range(0, prediction.Length).Select(i =>
            (Value(loss, Moved(prediction, i, Step), truth) - Value(loss, Moved(prediction, i, -Step), truth)) / (2 * Step))];

    private static double[] Moved(double[] values, int index, double by)
    {
        var moved = values.ToArray();
        moved[index] += by;
        return moved;
    }

    private static double Value(FlowLoss loss, double[] prediction, double[] truth)
    {
        using var scope = NewDisposeScope();
        return loss.Compare(tensor(prediction), tensor(truth)).item<double>();
    }
}
