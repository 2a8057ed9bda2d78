using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FineFlow.Torch.Training.Optimizers;

/// <summary>
/// Adam (Kingma and Ba, ICLR 2015) and AdamW (Loshchilov and Hutter, ICLR 2019). Adam adds the weight decay to the gradient; AdamW shrinks
/// the weights themselves before the step.
/// </summary>
internal sealed class AdamOptimizer : TrainingOptimizer
{
    private readonly Adam _adam;
    private readonly List<Adam.State> _states;
    private readonly double _shrinking;

    /// <param name="parameters">The trained parameters by name.</param>
    /// <param name="learningRate">The learning rate.</param>
    /// <param name="betas">Decay of the mean and of the variance.</param>
    /// <param name="weightDecay">The weight decay.</param>
    /// <param name="decoupled">Whether the weight decay is AdamW's.</param>
    public AdamOptimizer(
        IReadOnlyList<KeyValuePair<string, Parameter>> parameters,
        double learningRate,
        (double First, double Second) betas,
        double weightDecay,
        bool decoupled)
        : base(parameters)
    {
        _shrinking = decoupled ? weightDecay : 0;
        _adam = optim.Adam(
            parameters.Select(p => p.Value), learningRate, betas.First, betas.Second, weight_decay: decoupled ? 0 : weightDecay);
        _states = [.. _adam.state_dict().State.Cast<Adam.State>()];
    }

    /// <inheritdoc/>
    public override double LearningRate
    {
        get => _adam.ParamGroups.First().LearningRate;
        set => _adam.ParamGroups.ToList().ForEach(group => group.LearningRate = value);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<NamedTensors> Parts =>
    [
        Named("adam.exp_avg.", _states.Select(state => state.exp_avg)),
        Named("adam.exp_avg_sq.", _states.Select(state => state.exp_avg_sq)),
        Named("adam.step.", _states.Select(state => tensor(state.step))),
    ];

    /// <inheritdoc/>
    public override void Step()
    {
        using var scope = NewDisposeScope();
        if (_shrinking > 0)
        {
            using var noGradients = no_grad();
            foreach (var (_, parameter) in Parameters.Where(p => p.Value.grad is not null))
            {
                parameter.mul_(1 - (LearningRate * _shrinking));
            }
        }

        _adam.step();
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        foreach (var state in _states)
        {
            state.step = 0;
            state.exp_avg.zero_();
            state.exp_avg_sq.zero_();
        }
    }

    /// <summary>
    /// Sets each parameter's count of steps. A parameter that has taken a step keeps a gradient from then on, zero where a batch does not
    /// reach it, and Adam goes on moving it; so it gets one here.
    /// </summary>
    public override void Restore(IReadOnlyList<NamedTensors> parts)
    {
        var counts = parts.Single(part => part.Prefix == "adam.step.").Tensors;
        foreach (var ((name, parameter), state) in Parameters.Zip(_states))
        {
            state.step = counts[name].item<long>();
            if (state.step > 0)
            {
                parameter.grad = zeros_like(parameter);
            }
        }
    }

    /// <inheritdoc/>
    public override void Dispose() => _adam.Dispose();
}
