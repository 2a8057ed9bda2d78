using FineFlow.Torch.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FineFlow.Torch.Training;

/// <summary>
/// A copy of a network that computes in bfloat16. The network itself keeps the weights in 32-bit floats, where an optimizer's small steps do
/// not vanish: before each step the copy takes their rounded values, in it it gives back the gradients, which add up in 32-bit floats too.
/// </summary>
internal sealed class Bf16Copy : IDisposable
{
    private readonly List<(Parameter Master, Parameter Rounded)> _pairs;

    /// <param name="masters">The network.</param>
    /// <param name="copy">Another of the same options; this object's from now on.</param>
    public Bf16Copy(FlowNetwork masters, FlowNetwork copy)
    {
        Network = copy;
        Network.to(ScalarType.BFloat16);
        _pairs = [.. masters.parameters().Zip(Network.parameters())];
    }

    public FlowNetwork Network { get; }

    /// <summary>Rounds the present weights.</summary>
    public void TakeWeights()
    {
        using var noGradients = no_grad();
        foreach (var (master, rounded) in _pairs)
        {
            rounded.copy_(master);
        }
    }

    /// <summary>Adds the gradients to those of the weights that they belong to, and forgets them.</summary>
    public void GiveGradients()
    {
        using var noGradients = no_grad();
        foreach (var (master, rounded) in _pairs)
        {
            using var gradient = rounded.grad;
            if (gradient is null)
            {
                continue;
            }

            using var sum = master.grad;
            if (sum is null)
            {
                master.grad = gradient.to(ScalarType.Float32);
            }
            else
            {
                sum.add_(gradient);
            }
        }

        Network.zero_grad();
    }

    public void Dispose() => Network.Dispose();
}
