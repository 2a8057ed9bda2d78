using FineFlow.Torch.Networks;
using static TorchSharp.torch;

namespace FineFlow.Torch.Training;

/// <summary>
/// The exponential moving average of a network's weights: the mean of the weights after each step so far, those of k steps ago counting
/// decay^k. As Adam corrects its moments (Kingma and Ba, ICLR 2015, section 3), the average is over steps only: the fresh weights, which
/// would linger for 1 / (1 - decay) steps, are not in it. Running statistics are averaged with the weights that they belong to.
/// </summary>
internal sealed class WeightAverage : IDisposable
{
    private readonly double _decay;
    private readonly Tensor _steps = zeros(1, ScalarType.Int64);
    private readonly List<(Tensor Mean, Tensor Present)> _pairs;

    /// <param name="network">The network that is trained.</param>
    /// <param name="average">Another of the same options; this object's from now on.</param>
    /// <param name="decay">What a step leaves of the average, at least 0 and below 1.</param>
    public WeightAverage(FlowNetwork network, FlowNetwork average, double decay)
    {
        (Network, _decay) = (average, decay);
        _pairs = [.. average.state_dict().Values.Zip(network.state_dict().Values)];
    }

    /// <summary>The network of the averaged weights.</summary>
    public FlowNetwork Network { get; }

    /// <summary>Whether there is anything in the average yet.</summary>
    public bool IsEmpty => _steps.item<long>() == 0;

    /// <summary>The tensors that it consists of, by their prefix in the state file.</summary>
    public IReadOnlyList<(string Prefix, IReadOnlyDictionary<string, Tensor> Tensors)> Parts() =>
        [("average.", Network.state_dict()), ("steps.", new Dictionary<string, Tensor> { ["average"] = _steps })];

    /// <summary>Takes in the present weights.</summary>
    public void Update()
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        var steps = _steps.add_(1).item<long>();
        var share = tensor((1 - _decay) / (1 - Math.Pow(_decay, steps)), device: Network.Device);
        foreach (var (mean, present) in _pairs)
        {
            if (mean.is_floating_point())
            {
                mean.lerp_(present, share);
            }
            else
            {
                mean.copy_(present);
            }
        }
    }

    public void Dispose()
    {
        _steps.Dispose();
        Network.Dispose();
    }
}
