using FineFlow.Torch.Inference;
using FineFlow.Torch.Training;

namespace FineFlow.Torch.Tests.Training;

/// <summary>What must not grow while a training or a server runs for long.</summary>
public sealed class LongRunTests : IDisposable
{
    private readonly SmallRun _small = new();

    public void Dispose() => _small.Dispose();

    [Fact]
    public void Fifty_steps_and_predictions_leave_no_tensor_behind() => AssertSteady(50, out _);

    /// <summary>Run it with: dotnet test --project tests/FineFlow.Torch.Tests --explicit only</summary>
    [Fact(Explicit = true), Trait("Category", "Slow")]
    public void A_thousand_steps_and_predictions_leave_no_tensor_behind_and_memory_flat()
    {
        AssertSteady(1000, out var growth);

        // A leak of one fine map (32 x 32 floats) a step and a prediction would be 8 MiB; of a batch of features, a hundred times that.
        Assert.InRange(growth, long.MinValue, 8 << 20);
    }

    /// <summary>Counts live tensors over so many steps, then predictions; the growth is that of the process after the first tenth of each.</summary>
    private void AssertSteady(int count, out long growth)
    {
        const int StepsOfAnEpoch = 4;
        var (live, memory) = (new List<long>(), new List<long>());
        void Watch()
        {
            live.Add(LiveTensors.Count);
            memory.Add(Environment.WorkingSet);
        }

        var request = SmallRun.Request("plgf", epochs: (count + StepsOfAnEpoch - 1) / StepsOfAnEpoch) with { Patience = count };
        using var trainer = new Trainer(_small.Begin(request), _small.Data, new Listener { Step = _ => Watch() });
        trainer.Run(TestContext.Current.CancellationToken);
        Assert.InRange(live.Count, count, count + StepsOfAnEpoch);
        Assert.Single(live.Skip(1).Distinct());
        growth = memory[^1] - memory[count / 10];

        using var model = ModelBundle.Load(_small.LastRun);
        live.Clear();
        memory.Clear();
        for (var i = 0; i < count; i++)
        {
            model.Predict(_small.Data["test"].Coarse, _small.Data["test"].External, cancellation: TestContext.Current.CancellationToken);
            Watch();
        }

        Assert.Single(live.Distinct());
        growth += memory[^1] - memory[count / 10];
    }
}
