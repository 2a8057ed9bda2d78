using FineFlow.Torch.Continual;
using FineFlow.Torch.Continual.Sequences;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Torch.Tests.Continual;

/// <summary>A few small datasets in a temporary folder, and trainings of small models over them in turn.</summary>
internal sealed class SmallSequence : IDisposable
{
    public static readonly ContinualOptions Options = new() { Buffer = 10, EwcSamples = 5, EwcWeight = 1e-3 };

    private readonly TemporaryFolder _folder = new();
    private int _sequences;

    public SmallSequence(int tasks = 3)
    {
        var data = Enumerable.Range(1, tasks).Select(task => SmallFlows.Write(_folder.File($"task {task}"), seed: 10 * task)).ToList();
        Tasks = TaskSequence.Create(data);
    }

    public TaskSequence Tasks { get; }

    /// <summary>A folder for one more sequence.</summary>
    public string NewFolder() => _folder.File($"sequence{++_sequences}");

    public SequenceTraining Training(
        string folder, string method, string model = "srcnn", int epochs = 2, IProgress<TrainingProgress>? progress = null) =>
        new(
            folder,
            SequenceRequest.Create(Tasks, SmallRun.Request(model, epochs), Options),
            ContinualMethods.Find(method),
            seed: 5,
            progress);

    /// <summary>Trains all tasks to the end.</summary>
    public List<TaskResult> Train(string folder, string method, string model = "srcnn", int epochs = 2)
    {
        var training = Training(folder, method, model, epochs);
        return [.. Enumerable.Range(1, Tasks.Tasks.Count).Select(task => training.Run(task, TestContext.Current.CancellationToken)!)];
    }

    public static RunFolder Run(string folder, int task) => RunFolder.Open(SequenceTraining.TaskFolder(folder, task));

    public void Dispose() => _folder.Dispose();
}
