using FineFlow.Core;
using FineFlow.Core.Formats;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Training.State;
using FineFlow.Torch.Training.Strategies;
using static TorchSharp.torch;

namespace FineFlow.Torch.Continual;

/// <summary>
/// A strategy in one task of a sequence. What it remembers of the tasks before is part of the training's state, and goes as a file to the
/// next task.
/// </summary>
internal abstract class TaskStrategy : TrainingStrategy
{
    private const string Prefix = "continual.";

    private IReadOnlyDictionary<string, Tensor> _memory = new Dictionary<string, Tensor>();

    /// <param name="task">The task.</param>
    protected TaskStrategy(TaskContext task) => Task = task;

    /// <summary>The task.</summary>
    protected TaskContext Task { get; }

    /// <summary>The training; null before <see cref="Attach"/>.</summary>
    protected TrainingState? State { get; private set; }

    /// <inheritdoc/>
    public override void Attach(TrainingState state, IReadOnlyDictionary<string, Tensor> best)
    {
        State = state;
        _memory = CreateMemory(state.Network);
        if (Task.Memory is { } path && _memory.Count > 0)
        {
            using var file = SafetensorsFile.Open(path);
            WeightsFile.Read(path, file, "", _memory);
        }

        state.Keep(new(Prefix, _memory));
        Begin();
    }

    /// <summary>Completes the memory of the tasks so far, once this one has ended.</summary>
    /// <param name="network">The network with the best weights of this task.</param>
    public virtual void Finish(FlowNetwork network)
    {
    }

    /// <summary>Writes what the next task's strategy takes over.</summary>
    /// <exception cref="BadInputException">The file cannot be written.</exception>
    public void SaveMemory(string path) => WeightsFile.Save(path, _memory);

    /// <inheritdoc/>
    public override void Dispose()
    {
        foreach (var tensor in _memory.Values)
        {
            tensor.Dispose();
        }
    }

    /// <summary>Returns the tensors that the strategy remembers, as they are before the first task; the base class owns them.</summary>
    /// <param name="network">The network that is trained.</param>
    protected virtual IReadOnlyDictionary<string, Tensor> CreateMemory(FlowNetwork network) => new Dictionary<string, Tensor>();

    /// <summary>Changes the memory at a task's beginning, before a saved state is loaded.</summary>
    protected virtual void Begin()
    {
    }
}
