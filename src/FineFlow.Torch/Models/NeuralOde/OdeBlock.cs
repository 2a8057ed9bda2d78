using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.NeuralOde;

/// <summary>
/// Neural ODE block: y(1) of y' = f(y) with y(0) = input, by one fourth-order Runge-Kutta step of the 3/8 rule. Gradients are those of the
/// step itself. The shape is kept.
/// </summary>
/// <remarks>
/// The published code requests an adaptive Adams-Bashforth-Moulton solver. On its grid of two time points that solver takes this one step
/// and ignores its tolerances.
/// </remarks>
internal sealed class OdeBlock : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "odefunc")]
    private readonly nn.Module<Tensor, Tensor> _derivative;

    /// <param name="derivative">f, which does not depend on time.</param>
    public OdeBlock(nn.Module<Tensor, Tensor> derivative)
        : base(nameof(OdeBlock))
    {
        _derivative = derivative;
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var k1 = _derivative.call(input);
        var k2 = _derivative.call(input + k1 / 3);
        var k3 = _derivative.call(input + (k2 - k1 / 3));
        var k4 = _derivative.call(input + (k1 - k2 + k3));
        return scope.MoveToOuter(input + (k1 + 3 * (k2 + k3) + k4) / 8);
    }
}
