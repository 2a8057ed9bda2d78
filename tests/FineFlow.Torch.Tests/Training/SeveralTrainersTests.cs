using FineFlow.Torch.Training;
using FineFlow.Torch.Training.Runs;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Training;

/// <summary>Several trainers in one process do not disturb each other, nor the process.</summary>
public sealed class SeveralTrainersTests : IDisposable
{
    private readonly SmallRun _small = new();

    public void Dispose() => _small.Dispose();

    /// <summary>Models with and without dropout, of other seeds and threads.</summary>
    [Theory]
    [InlineData("cufar", "urbanfm")]
    [InlineData("plgf", "espcn")]
    public void Two_by_turns_give_the_same_bits_as_each_alone(string outer, string inner)
    {
        var first = SmallRun.Request(outer, epochs: 1);
        var second = SmallRun.Request(inner, epochs: 1).With(run => run with { Seed = 9, Threads = 2 });
        var (firstAlone, secondAlone) = (Weights(_small.Train(first).Run), Weights(_small.Train(second).Run));

        var run = _small.Begin(first);
        var others = new List<RunFolder>();
        _small.Train(run, new Listener { Step = _ => others.Add(_small.Train(second).Run) });

        Assert.Equal(4, others.Count);
        Assert.Equal(firstAlone, Weights(run));
        Assert.All(others, other => Assert.Equal(secondAlone, Weights(other)));
    }

    [Fact]
    public void Two_at_once_give_the_same_bits_as_each_alone()
    {
        TrainingRequest[] requests = [SmallRun.Request("cufar", epochs: 3), SmallRun.Request("urbanfm", epochs: 3)
            .With(run => run with { Seed = 9 })];
        var alone = requests.Select(request => Weights(_small.Train(request).Run)).ToList();

        var runs = requests.Select(_small.Begin).ToList();
        var threads = runs.Select(run => new Thread(() => _small.Train(run))).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        Assert.Equal(alone, runs.Select(Weights));
    }

    [Fact]
    public void A_training_leaves_the_number_of_threads_and_the_generator_as_they_were()
    {
        using var scope = NewDisposeScope();
        var threads = get_num_threads();
        random.manual_seed(3);
        var expected = rand(4).data<float>().ToArray();
        random.manual_seed(3);

        _small.Train(SmallRun.Request("cufar", epochs: 1).With(run => run with { Threads = threads + 1 }));

        Assert.Equal(threads, get_num_threads());
        Assert.Equal(expected, rand(4).data<float>().ToArray());
    }

    private static byte[] Weights(RunFolder run) => File.ReadAllBytes(Path.Combine(run.ModelFolder, "weights.safetensors"));
}
