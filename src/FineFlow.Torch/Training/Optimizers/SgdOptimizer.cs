using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FineFlow.Torch.Training.Optimizers;

/// <summary>
/// Stochastic gradient descent with momentum, as PyTorch defines it: velocity = momentum * velocity + gradient, and the weights move by
/// the learning rate times the velocity. The weight decay is added to the gradient. TorchSharp's own hides its velocities, so they
/// could not be saved by name.
/// </summary>
internal sealed class SgdOptimizer : TrainingOptimizer
{
    private readonly double _momentum;
    private readonly double _weightDecay;
    private readonly NamedTensors _velocities;

    /// <param name="parameters">The trained parameters by name.</param>
    /// <param name="learningRate">The learning rate.</param>
    /// <param name="momentum">Share of the velocity that a step keeps.</param>
    /// <param name="weightDecay">The weight decay.</param>
    public SgdOptimizer(IReadOnlyList<KeyValuePair<string, Parameter>> parameters, double learningRate, double momentum, double weightDecay)
        : base(parameters)
    {
        (LearningRate, _momentum, _weightDecay) = (learningRate, momentum, weightDecay);
        using var noGradients = no_grad();
        _velocities = Named("sgd.velocity.", parameters.Select(p => zeros_like(p.Value)));
    }

    /// <inheritdoc/>
    public override double LearningRate { get; set; }

    /// <inheritdoc/>
    public override IReadOnlyList<NamedTensors> Parts => [_velocities];

    /// <inheritdoc/>
    public override void Step()
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        foreach (var (name, parameter) in Parameters)
        {
            if (parameter.grad is { } gradient)
            {
                var slope = _weightDecay > 0 ? gradient.add(parameter, alpha: _weightDecay) : gradient;
                var velocity = _velocities.Tensors[name];
                velocity.mul_(_momentum).add_(slope);
                parameter.add_(velocity, alpha: -LearningRate);
            }
        }
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        foreach (var velocity in _velocities.Tensors.Values)
        {
            velocity.zero_();
        }
    }

    /// <summary>
    /// A parameter that has taken a step keeps a gradient from then on, zero where a batch does not reach it, and goes on with its
    /// velocity; so it gets one here.
    /// </summary>
    public override void Restore(IReadOnlyList<NamedTensors> parts)
    {
        foreach (var (name, parameter) in Parameters)
        {
            using var scope = NewDisposeScope();
            if (_velocities.Tensors[name].count_nonzero().item<long>() > 0)
            {
                parameter.grad = zeros_like(parameter);
            }
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        foreach (var velocity in _velocities.Tensors.Values)
        {
            velocity.Dispose();
        }
    }
}
