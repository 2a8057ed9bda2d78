using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FineFlow.Torch.Training.Optimizers;

/// <summary>
/// Adam (Kingma and Ba, ICLR 2015) and AdamW (Loshchilov and Hutter, ICLR 2019), to the last bit as PyTorch and TorchSharp compute them
/// parameter by parameter. Adam adds the weight decay to the gradient; AdamW shrinks the weights themselves before the step.
/// </summary>
internal sealed class AdamOptimizer : TrainingOptimizer
{
    private const double Epsilon = 1e-8;

    private readonly (double First, double Second) _betas;
    private readonly double _weightDecay, _shrinking;
    private readonly FlatTensor _means, _squares;
    private readonly long[] _steps;

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
        (LearningRate, _betas) = (learningRate, betas);
        (_weightDecay, _shrinking) = decoupled ? (0.0, weightDecay) : (weightDecay, 0.0);
        Parameter[] moved = [.. parameters.Select(p => p.Value)];
        (_means, _squares, _steps) = (new(moved), new(moved), new long[moved.Length]);
    }

    /// <inheritdoc/>
    public override double LearningRate { get; set; }

    /// <inheritdoc/>
    public override IReadOnlyList<NamedTensors> Parts =>
    [
        Named("adam.exp_avg.", _means.Pieces),
        Named("adam.exp_avg_sq.", _squares.Pieces),
        Named("adam.step.", _steps.Select(step => tensor(step))),
    ];

    /// <inheritdoc/>
    public override void Reset()
    {
        _means.Clear();
        _squares.Clear();
        Array.Clear(_steps);
    }

    /// <inheritdoc/>
    public override void Restore(IReadOnlyList<NamedTensors> parts)
    {
        var counts = parts.Single(part => part.Prefix == "adam.step.").Tensors;
        foreach (var (index, (name, _)) in Parameters.Index())
        {
            _steps[index] = counts[name].item<long>();
            if (_steps[index] > 0)
            {
                Reach(index);
            }
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _means.Dispose();
        _squares.Dispose();
    }

    /// <inheritdoc/>
    protected override bool GoTogether(int one, int other) => _steps[one] == _steps[other];

    /// <inheritdoc/>
    protected override void Step(Range run, Tensor gradients)
    {
        foreach (var index in Of(run))
        {
            _steps[index]++;
        }

        var (step, weights, means, squares) = (_steps[run.Start.Value], Weights.Of(run), _means.Of(run), _squares.Of(run));
        if (_shrinking > 0)
        {
            weights.mul_(1 - (LearningRate * _shrinking));
        }

        var slopes = _weightDecay > 0 ? gradients.add(weights, alpha: _weightDecay) : gradients;
        means.mul_(_betas.First).add_(slopes, alpha: 1 - _betas.First);
        squares.mul_(_betas.Second).addcmul_(slopes, slopes, value: 1 - _betas.Second);
        var divisors = squares.sqrt().div_(Math.Sqrt(1 - Math.Pow(_betas.Second, step))).add_(Epsilon);
        weights.addcdiv_(means, divisors, value: -LearningRate / (1 - Math.Pow(_betas.First, step)));
    }
}
