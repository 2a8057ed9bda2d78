using FineFlow.Core.Metrics;
using FineFlow.Torch.Continual.Sequences;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Tests.Training;

namespace FineFlow.Torch.Tests.Continual;

public sealed class SequenceTrainingTests : IDisposable
{
    private readonly SmallSequence _small = new();

    public static TheoryData<string> Methods => [.. ContinualMethods.All.Select(method => method.Name)];

    public static TheoryData<string> Learning => [.. CatalogCases.Learning.Select(row => row.Data).Where(model => model != "dmn")];

    public void Dispose() => _small.Dispose();

    [Theory]
    [MemberData(nameof(Methods))]
    public void Stopping_inside_a_task_changes_no_byte(string method)
    {
        var (whole, torn) = (_small.NewFolder(), _small.NewFolder());
        var results = _small.Train(whole, method);

        var last = new List<TaskResult?>();
        for (var task = 1; task <= 3; task++)
        {
            Assert.Null(RunSteps(torn, method, task, steps: 6)); // in the middle of the second epoch
            last.Add(_small.Training(torn, method).Run(task, TestContext.Current.CancellationToken));
            SameTensors.Assert(SmallSequence.Run(whole, task), SmallSequence.Run(torn, task));
            Assert.Equal(Memory(whole, task), Memory(torn, task));
        }

        Assert.Equal(results.Select(result => result.Test), last.Select(result => result!.Test));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Steps_epochs_and_the_end_of_a_task_leave_no_tensor_behind(string method)
    {
        var folder = _small.NewFolder();
        _small.Training(folder, method).Run(1, TestContext.Current.CancellationToken);
        var live = new List<long>();
        var listener = new Listener { Step = _ => live.Add(LiveTensors.Count), Epoch = _ => live.Add(LiveTensors.Count) };
        var before = LiveTensors.Count;

        _small.Training(folder, method, epochs: 4, progress: listener).Run(2, TestContext.Current.CancellationToken);

        Assert.True(live.Count >= 20);
        Assert.True(live.Skip(1).Distinct().Count() <= 1, string.Join(", ", live));
        Assert.Equal(before, LiveTensors.Count);
    }

    [Theory]
    [MemberData(nameof(Learning))]
    public void Every_network_learns_with_replay(string model)
    {
        var training = _small.Training(_small.NewFolder(), "replay", model, epochs: 1);
        Assert.All([1, 2], task => Assert.All(
            training.Run(task, TestContext.Current.CancellationToken)!.Test, errors => Assert.True(errors[MetricCatalog.Mse] > 0)));
    }

    [Fact]
    public void A_task_begins_with_the_best_weights_of_the_one_before_and_a_joint_one_afresh()
    {
        var (finetune, joint) = (_small.NewFolder(), _small.NewFolder());
        _small.Train(finetune, "finetune");
        _small.Train(joint, "joint");

        Assert.Null(SmallSequence.Run(finetune, 1).Manifest.InitFrom);
        Assert.Equal(SequenceTraining.TaskFolder(finetune, 2), SmallSequence.Run(finetune, 3).Manifest.InitFrom);
        Assert.Null(SmallSequence.Run(joint, 3).Manifest.InitFrom);
        Assert.Equal(3 * SmallFlows.TrainSamples, SmallSequence.Run(joint, 3).Manifest.Data.TrainSamples);
        Assert.Equal(Weights(finetune, 1), Weights(joint, 1));
    }

    [Theory]
    [InlineData("replay")]
    [InlineData("random-replay")]
    [InlineData("importance")]
    [InlineData("ewc")]
    public void The_first_task_is_trained_as_by_finetuning_and_the_second_is_not(string method)
    {
        var (finetune, other) = (_small.NewFolder(), _small.NewFolder());
        _small.Train(finetune, "finetune");
        _small.Train(other, method);

        Assert.Equal(Weights(finetune, 1), Weights(other, 1));
        Assert.NotEqual(Weights(finetune, 2), Weights(other, 2));
    }

    [Fact]
    public void Rows_are_the_errors_of_the_best_weights_on_every_test_split()
    {
        var folder = _small.NewFolder();
        var rows = _small.Train(folder, "finetune");

        using var model = ModelBundle.Load(SequenceTraining.TaskFolder(folder, 2));
        Assert.Equal(
            _small.Tasks.Tasks.Select(task => Evaluation.Run(model.Network, task["test"], "test").Metrics), rows[1].Test);
        Assert.Equal(3, SequenceTraining.UntrainedOf(folder)!.Count);
        Assert.True(SequenceTraining.UntrainedOf(folder)![0][MetricCatalog.Mse] > rows[0].Test[0][MetricCatalog.Mse]);
    }

    /// <summary>Trains so many steps of a task, then stops.</summary>
    private TaskResult? RunSteps(string folder, string method, int task, int steps)
    {
        using var stop = new CancellationTokenSource();
        var listener = new Listener
        {
            Step = _ =>
            {
                if (--steps == 0)
                {
                    stop.Cancel();
                }
            },
        };
        return _small.Training(folder, method, progress: listener).Run(task, stop.Token);
    }

    private static byte[] Memory(string folder, int task)
    {
        var file = Path.Combine(SequenceTraining.TaskFolder(folder, task), "memory.safetensors");
        return File.Exists(file) ? File.ReadAllBytes(file) : [];
    }

    private static byte[] Weights(string folder, int task) =>
        File.ReadAllBytes(Path.Combine(SequenceTraining.TaskFolder(folder, task), "model", "weights.safetensors"));
}
