using FineFlow.Torch.Losses;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Training;
using FineFlow.Torch.Training.Processes;
using FineFlow.Torch.Training.State;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Training.Processes;

public sealed class ProcessGroupTests : IDisposable
{
    private readonly SmallRun _small = new();

    public void Dispose() => _small.Dispose();

    [Fact]
    public void Two_processes_take_the_step_of_one()
    {
        int[] batch = [0, 1, 2, 3, 4]; // 2 and 3: their shares differ
        var flows = SmallFlows.Split("train", samples: 5);
        using var alone = State();
        var loss = new TrainingLoop(alone, LossCatalog.Create("mse", []), Recipe.Common).RunStep(flows, batch).Loss;

        var ranks = Threads.Group(2);
        TrainingState[] states = [State(), State()];
        var losses = new double[2];
        Threads.Run(ranks, rank => losses[rank.Rank] =
            new TrainingLoop(states[rank.Rank], LossCatalog.Create("mse", []), Recipe.Common, null, [], rank).RunStep(flows, batch).Loss);

        Assert.All(losses, own => Assert.Equal(loss, own, tolerance: 1e-5 * loss));
        Assert.Equal(Gradients(states[0]), Gradients(states[1]));
        Assert.Equal(Gradients(alone), Gradients(states[0]), (a, b) => Math.Abs(a - b) <= 1e-4f * Math.Max(1e-3f, Math.Abs(a)));
        Array.ForEach(states, state => state.Dispose());
    }

    [Fact]
    public void Rank_0_alone_writes()
    {
        var run = _small.Begin(SmallRun.Request("espcn", epochs: 2));
        var elsewhere = _small.Begin(run.Manifest);
        var outcomes = new TrainingOutcome[2];
        Threads.Run(Threads.Group(2), rank => outcomes[rank.Rank] =
            new Trainer(rank.Rank == 0 ? run : elsewhere, _small.Data, rank).Run(TestContext.Current.CancellationToken));

        Assert.True(File.Exists(Path.Combine(run.ModelFolder, "card.json")));
        Assert.False(Directory.Exists(elsewhere.Path));
        Assert.Equal(outcomes[0].History.Select(epoch => epoch.Valid), outcomes[1].History.Select(epoch => epoch.Valid));
    }

    private static TrainingState State() => new(() => CatalogCases.Create("espcn"), Recipe.Common);

    private static float[] Gradients(TrainingState state) =>
        [.. state.Network.parameters().SelectMany(parameter => parameter.grad!.data<float>().ToArray())];

    /// <summary>Processes that are threads of this one.</summary>
    private sealed class Threads(int rank, double[] numbers, List<Parameter>[] parameters, System.Threading.Barrier barrier) : IProcessGroup
    {
        public int Rank => rank;

        public int WorldSize => numbers.Length;

        public static IReadOnlyList<Threads> Group(int size)
        {
            var (numbers, parameters, barrier) = (new double[size], new List<Parameter>[size], new System.Threading.Barrier(size));
            return [.. Enumerable.Range(0, size).Select(rank => new Threads(rank, numbers, parameters, barrier))];
        }

        public static void Run(IReadOnlyList<Threads> group, Action<Threads> work)
        {
            var threads = group.Select(rank => new Thread(() => work(rank))).ToList();
            threads.ForEach(thread => thread.Start());
            threads.ForEach(thread => thread.Join());
        }

        public void AverageGradients(IEnumerable<Parameter> own)
        {
            parameters[rank] = [.. own];
            barrier.SignalAndWait();
            if (rank == 0)
            {
                using var scope = NewDisposeScope();
                using var noGradients = no_grad();
                for (var i = 0; i < parameters[0].Count; i++)
                {
                    var mean = stack([.. parameters.Select(list => list[i].grad ?? zeros_like(list[i]))]).mean([0]);
                    foreach (var list in parameters)
                    {
                        list[i].grad!.copy_(mean);
                    }
                }
            }

            barrier.SignalAndWait();
        }

        public double Average(double value)
        {
            numbers[rank] = value;
            barrier.SignalAndWait();
            var mean = numbers.Average();
            barrier.SignalAndWait();
            return mean;
        }

        public void Barrier() => barrier.SignalAndWait();
    }
}
