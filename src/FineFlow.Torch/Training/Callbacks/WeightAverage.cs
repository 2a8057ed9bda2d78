using System.Runtime.InteropServices;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Training.Optimizers;
using FineFlow.Torch.Training.State;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FineFlow.Torch.Training.Callbacks;

/// <summary>
/// Validates and keeps the exponential moving average of the weights in place of the weights themselves: the mean of the weights after
/// each step so far, those of k steps ago counting decay^k. As Adam corrects its moments (Kingma and Ba, ICLR 2015, section 3), the average
/// is over steps only: the fresh weights, which would linger for 1 / (1 - decay) steps, are not in it. Running statistics are averaged with
/// the weights that they belong to.
/// </summary>
internal sealed class WeightAverage : TrainingCallback, IDisposable
{
    private readonly double _decay;
    private readonly FlowNetwork _average;
    private readonly Tensor _steps = zeros(1, ScalarType.Int64, CPU);
    private readonly Tensor _share;
    private readonly FlatTensor? _means;

    // What gradients do not train, as running statistics.
    private readonly List<(Tensor Mean, Tensor Present)> _pairs;

    /// <param name="state">The training; the average becomes part of its state.</param>
    /// <param name="average">Another network of the same options; this object disposes of it.</param>
    /// <param name="decay">Share of the average that a step keeps, at least 0 and below 1.</param>
    public WeightAverage(TrainingState state, FlowNetwork average, double decay)
    {
        (_average, _decay) = (average, decay);
        _share = zeros([], ScalarType.Float64, average.Device);
        Dictionary<string, Parameter> trained = state.Optimizer is null ? [] : TrainingOptimizers.Trained(average).ToDictionary();
        _means = trained.Count == 0 ? null : FlatTensor.Taking([.. trained.Values]);
        var (means, present) = (average.state_dict(), state.Network.state_dict());
        _pairs = [.. means.Keys.Where(name => !trained.ContainsKey(name)).Select(name => (means[name], present[name]))];
        state.Keep(new("average.", means));
        state.Keep(new("steps.", new Dictionary<string, Tensor> { ["average"] = _steps }));
    }

    /// <summary>Steps that are in the average. Their tensor lies in main memory, where it is read without an operator.</summary>
    private long Steps => MemoryMarshal.Read<long>(_steps.bytes);

    /// <inheritdoc/>
    public override void OnBegin(TrainingState state)
    {
        _average.ShareFit(state.Network);
        Offer(state);
    }

    /// <inheritdoc/>
    public override void OnWeightsMoved(TrainingState state)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        _steps.add_(1);
        _share.fill_((1 - _decay) / (1 - Math.Pow(_decay, Steps)));
        _means?.Whole.lerp_(state.Optimizer!.Weights.Whole, _share);
        foreach (var (mean, present) in _pairs)
        {
            if (mean.is_floating_point())
            {
                mean.lerp_(present, _share);
            }
            else
            {
                mean.copy_(present);
            }
        }

        Offer(state);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _steps.Dispose();
        _share.Dispose();
        _means?.Dispose();
        _average.Dispose();
    }

    /// <summary>Puts the average in the network's place once a step is in it.</summary>
    private void Offer(TrainingState state)
    {
        if (Steps > 0)
        {
            state.Validated = _average;
        }
    }
}
