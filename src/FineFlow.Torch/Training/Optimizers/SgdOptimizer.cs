using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FineFlow.Torch.Training.Optimizers;

/// <summary>
/// Stochastic gradient descent with momentum, as PyTorch defines it: velocity = momentum * velocity + gradient, and the weights move by
/// the learning rate times the velocity. The weight decay is added to the gradient.
/// </summary>
internal sealed class SgdOptimizer : TrainingOptimizer
{
    private readonly double _momentum;
    private readonly double _weightDecay;
    private readonly FlatTensor _velocities;

    /// <param name="parameters">The trained parameters by name.</param>
    /// <param name="learningRate">The learning rate.</param>
    /// <param name="momentum">Share of the velocity that a step keeps.</param>
    /// <param name="weightDecay">The weight decay.</param>
    public SgdOptimizer(IReadOnlyList<KeyValuePair<string, Parameter>> parameters, double learningRate, double momentum, double weightDecay)
        : base(parameters)
    {
        (LearningRate, _momentum, _weightDecay) = (learningRate, momentum, weightDecay);
        _velocities = new([.. parameters.Select(p => p.Value)]);
    }

    /// <inheritdoc/>
    public override double LearningRate { get; set; }

    /// <inheritdoc/>
    public override IReadOnlyList<NamedTensors> Parts => [Named("sgd.velocity.", _velocities.Pieces)];

    /// <inheritdoc/>
    public override void Reset() => _velocities.Clear();

    /// <inheritdoc/>
    public override void Restore(IReadOnlyList<NamedTensors> parts)
    {
        using var scope = NewDisposeScope();
        foreach (var (index, velocity) in _velocities.Pieces.Index())
        {
            if (velocity.count_nonzero().item<long>() > 0)
            {
                Reach(index);
            }
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _velocities.Dispose();
    }

    /// <inheritdoc/>
    protected override bool GoTogether(int one, int other) => true;

    /// <inheritdoc/>
    protected override void Step(Range run, Tensor gradients)
    {
        var (weights, velocities) = (Weights.Of(run), _velocities.Of(run));
        var slopes = _weightDecay > 0 ? gradients.add(weights, alpha: _weightDecay) : gradients;
        velocities.mul_(_momentum).add_(slopes);
        weights.add_(velocities, alpha: -LearningRate);
    }
}
