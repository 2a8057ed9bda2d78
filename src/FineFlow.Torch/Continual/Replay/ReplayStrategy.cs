using FineFlow.Core.Sampling;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Training.State;
using FineFlow.Torch.Training.Strategies;
using static TorchSharp.torch;

namespace FineFlow.Torch.Continual.Replay;

/// <summary>
/// CUFAR's adaptive knowledge replay (Yu et al., AAAI 2023): samples of past tasks join each batch, whose maps are augmented; of each step
/// of the weights only the share alpha is kept, the less the further the augmented maps are from the task's own. Adam's moments stay as
/// they are. Without the adaptive part it is plain replay of the same buffer.
/// </summary>
internal sealed class ReplayStrategy : TaskStrategy
{
    private readonly bool _isAdaptive;
    private readonly ReplayBuffer _buffer;
    private List<(Tensor Before, Tensor Present)> _weights = [];

    /// <param name="task">The task.</param>
    /// <param name="isAdaptive">Whether maps are augmented and steps shortened.</param>
    public ReplayStrategy(TaskContext task, bool isAdaptive)
        : base(task)
    {
        _isAdaptive = isAdaptive;
        _buffer = new(task.Options.Buffer, task.Number, task.IsLast, task.Train);
    }

    /// <summary>The share of the present step that is kept.</summary>
    public double Alpha { get; private set; } = 1;

    /// <inheritdoc/>
    public override Tensor Loss(FlowBatch batch, StepLoss loss)
    {
        var random = Task.Draws.ForStep(State!.Position);
        Alpha = 1;
        _buffer.Offer(batch, Draw(random));
        if (Task.IsFirst)
        {
            return loss.Of(batch);
        }

        var joined = BatchSamples.Join(batch, _buffer.Draw(Task.Options.Replayed, Draw(random), batch.Coarse.device));
        return _isAdaptive ? AdaptiveLoss(batch, joined, random, loss) : loss.Of(joined);
    }

    /// <summary>Keeps the share alpha of the step, in all weights and running statistics.</summary>
    public override void OnWeightsMoved(TrainingState state)
    {
        if (Alpha == 1)
        {
            return;
        }

        using var noGradients = no_grad();
        foreach (var (before, present) in _weights)
        {
            using var scope = NewDisposeScope();
            present.copy_(before + (present - before) * Alpha);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _weights.ForEach(pair => pair.Before.Dispose());
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, Tensor> CreateMemory(FlowNetwork network)
    {
        using var noGradients = no_grad();
        _weights = Task.IsFirst || !_isAdaptive
            ? []
            : [.. network.state_dict().Values.Where(weights => weights.is_floating_point()).Select(weights => (weights.clone(), weights))];
        return _buffer.Tensors();
    }

    /// <inheritdoc/>
    protected override void Begin() => _buffer.BeginTask(Draw(Task.Draws.ForTask()));

    private Tensor AdaptiveLoss(FlowBatch batch, FlowBatch joined, RandomStream random, StepLoss loss)
    {
        var maps = MapAugmentation.Apply(new(joined.Coarse, joined.Truth!), random);
        var cells = (int)(batch.Coarse.numel() / batch.Coarse.shape[0]);
        Alpha = KnowledgeDiscriminator.Alpha(Values(maps.Coarse), Values(batch.Coarse), cells);
        Remember();
        var augmented = joined with { Coarse = maps.Coarse, Truth = maps.Fine };
        return maps.Counted is { } counted ? loss.Of(augmented, counted) : loss.Of(augmented);
    }

    /// <summary>Remembers the weights before the step, running statistics included.</summary>
    private void Remember()
    {
        using var noGradients = no_grad();
        foreach (var (before, present) in _weights)
        {
            before.copy_(present);
        }
    }

    private static DistinctDraw Draw(RandomStream random) => (count, below) => StepDraws.Distinct(random, count, below);

    private static ReadOnlySpan<float> Values(Tensor maps) => maps.cpu().contiguous().AsSpan();
}
