using FineFlow.Torch.Networks;
using FineFlow.Torch.Training.Optimizers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FineFlow.Torch.Training.State;

/// <summary>
/// A replica of a network that computes in bfloat16. The network itself keeps the weights in 32-bit floats, where an optimizer's small
/// steps do not vanish. Before each step the replica pulls their rounded values; in the step it pushes back its gradients, which add up in
/// 32-bit floats.
/// </summary>
internal sealed class Bf16Replica : IDisposable
{
    private readonly List<(Parameter Master, Parameter Rounded)> _pairs;
    private readonly FlatTensor? _trained, _rounded;

    /// <param name="masters">The network.</param>
    /// <param name="replica">Another network of the same options; this object disposes of it.</param>
    /// <param name="trained">The weights of the network that gradients train, where there are any.</param>
    public Bf16Replica(FlowNetwork masters, FlowNetwork replica, FlatTensor? trained)
    {
        Network = replica;
        Network.to(ScalarType.BFloat16);
        _pairs = [.. masters.parameters().Zip(Network.parameters())];
        _trained = trained;
        _rounded = trained is null ? null : FlatTensor.Taking([.. TrainingOptimizers.Trained(Network).Select(pair => pair.Parameter)]);
    }

    /// <summary>The replica.</summary>
    public FlowNetwork Network { get; }

    /// <summary>Rounds the present weights into the replica.</summary>
    public void PullWeights()
    {
        using var noGradients = no_grad();
        _rounded?.Whole.copy_(_trained!.Whole);
        foreach (var (master, rounded) in _pairs.Where(pair => _trained is null || !pair.Master.requires_grad))
        {
            rounded.copy_(master);
        }
    }

    /// <summary>Adds the replica's gradients to those of the network and clears them.</summary>
    public void PushGradients()
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

    /// <inheritdoc/>
    public void Dispose()
    {
        _rounded?.Dispose();
        Network.Dispose();
    }
}
