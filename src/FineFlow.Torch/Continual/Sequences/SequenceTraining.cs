using FineFlow.Core.Datasets;
using FineFlow.Core.Metrics;
using FineFlow.Core.Settings;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Runtime;
using FineFlow.Torch.Training;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Torch.Continual.Sequences;

/// <summary>
/// Learns a sequence of tasks by one strategy and seed. Each task is a run folder of its own: a new optimizer, the best weights of the task
/// before to begin with, and the epoch of the lowest validation MSE kept. A stopped sequence goes on bit for bit, also inside a task.
/// </summary>
internal sealed class SequenceTraining
{
    private const string MemoryFile = "memory.safetensors";
    private const string UntrainedFile = "untrained.json";

    private readonly string _folder;
    private readonly SequenceRequest _request;
    private readonly ContinualMethod _method;
    private readonly long _seed;
    private readonly IProgress<TrainingProgress>? _progress;

    /// <param name="folder">Where the tasks' run folders are made.</param>
    /// <param name="request">The trainings.</param>
    /// <param name="method">The strategy.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="progress">Receives where the training of a task is.</param>
    public SequenceTraining(
        string folder, SequenceRequest request, ContinualMethod method, long seed, IProgress<TrainingProgress>? progress = null) =>
        (_folder, _request, _method, _seed, _progress) = (folder, request, method, seed, progress);

    private IReadOnlyList<FlowDataset> Tasks => _request.Sequence.Tasks;

    /// <summary>Returns the run folder of a task.</summary>
    /// <param name="folder">The sequence's folder.</param>
    /// <param name="task">The task, counted from 1.</param>
    public static string TaskFolder(string folder, int task) => Path.Combine(folder, Invariant($"task-{task}"));

    /// <summary>Returns the result of a task; null where it has not ended.</summary>
    /// <param name="folder">The sequence's folder.</param>
    /// <param name="task">The task, counted from 1.</param>
    public static TaskResult? ResultOf(string folder, int task)
    {
        var file = Path.Combine(TaskFolder(folder, task), TaskResult.FileName);
        return File.Exists(file) ? JsonStyle.Read<TaskResult>(file) : null;
    }

    /// <summary>Returns the errors of the fresh weights on all tasks; null where they are not measured yet.</summary>
    /// <param name="folder">The sequence's folder.</param>
    public static IReadOnlyList<FlowMetrics>? UntrainedOf(string folder)
    {
        var file = Path.Combine(folder, UntrainedFile);
        return File.Exists(file) ? JsonStyle.Read<List<FlowMetrics>>(file) : null;
    }

    /// <summary>Trains and measures a task whose predecessors have ended.</summary>
    /// <param name="task">The task, counted from 1.</param>
    /// <param name="cancellationToken">Saves and stops.</param>
    /// <returns>Its result; null where it was interrupted.</returns>
    /// <exception cref="TrainingDivergedException">A loss or a weight is not finite; says where.</exception>
    public TaskResult? Run(int task, CancellationToken cancellationToken)
    {
        if (ResultOf(_folder, task) is { } known)
        {
            return known;
        }

        try
        {
            return Train(task, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null; // while measuring; what is trained is saved
        }
    }

    private TaskResult? Train(int task, CancellationToken cancellationToken)
    {
        var data = _method.IsJoint ? _request.Sequence.Join(task) : Tasks[task - 1];
        var (before, place) = (TaskFolder(_folder, task - 1), TaskFolder(_folder, task));
        var run = RunFolder.OpenOrCreate(place, () => _request.RunFor(data, _seed, task > 1 && !_method.IsJoint ? before : null));
        return DeterministicAlgorithms.Run(
            run.Manifest.Deterministic, run.Manifest.Device, run.Manifest.Model, () => Train(task, run, data, cancellationToken));
    }

    private TaskResult? Train(int task, RunFolder run, FlowDataset data, CancellationToken cancellationToken)
    {
        if (task == 1)
        {
            MeasureUntrained(run.Manifest, cancellationToken);
        }

        var memory = task > 1 ? Path.Combine(TaskFolder(_folder, task - 1), MemoryFile) : null;
        using var strategy = _method.Create(new(task, Tasks.Count, data[SplitNames.Train], run.Manifest, _request.Options, memory));
        var outcome = new Trainer(run, data, _progress) { Strategy = strategy }.Run(cancellationToken);
        if (outcome.End == TrainingEnd.Interrupted)
        {
            return null;
        }

        using var threads = ComputeThreads.Use(run.Manifest.Threads);
        using var model = ModelBundle.Load(run.Path, device: run.Manifest.Device);
        var test = Measure(model.Network, cancellationToken);
        if (strategy is not null)
        {
            using var network = FreshNetwork(run.Manifest); // a loaded one is prepared for inference
            network.load_state_dict(model.Network.state_dict());
            strategy.Finish(network);
            strategy.SaveMemory(Path.Combine(run.Path, MemoryFile));
        }

        var seconds = outcome.History.Sum(epoch => epoch.Seconds);
        var result = new TaskResult(task, outcome.History.Count, outcome.Best!.Epoch, seconds, test);
        JsonStyle.Write(Path.Combine(run.Path, TaskResult.FileName), result);
        return result;
    }

    private void MeasureUntrained(RunManifest run, CancellationToken cancellationToken)
    {
        if (UntrainedOf(_folder) is not null)
        {
            return;
        }

        using var threads = ComputeThreads.Use(run.Threads);
        using var network = FreshNetwork(run);
        network.Prepare();
        JsonStyle.Write(Path.Combine(_folder, UntrainedFile), Measure(network, cancellationToken));
    }

    private FlowNetwork FreshNetwork(RunManifest run) => FreshWeights.Draw(_seed, run.CreateNetworkOnDevice);

    private List<FlowMetrics> Measure(FlowNetwork network, CancellationToken cancellationToken) =>
    [
        .. Tasks.Select(task => Evaluation.Run(
            network, task[SplitNames.Test], Invariant($"{task.Folder}/{SplitNames.Test}"), cancellationToken).Metrics),
    ];
}
