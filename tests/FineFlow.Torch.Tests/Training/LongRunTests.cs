using System.Globalization;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Training;

namespace FineFlow.Torch.Tests.Training;

/// <summary>What must not grow while a training or a server runs for long.</summary>
public sealed class LongRunTests(ITestOutputHelper output)
{
    [Fact]
    public void Fifty_steps_and_predictions_leave_no_tensor_behind()
    {
        using var small = new SmallRun();
        AssertNoTensorStays(Train(small, 50));
        AssertNoTensorStays(Predict(small, 50));
    }

    /// <summary>
    /// Run it with: dotnet run -c Release --project tests/FineFlow.Torch.Tests -- --explicit only --filter-trait Category=Slow. The
    /// environment variable FINEFLOW_SOAK is the number of steps.
    /// </summary>
    [Fact(Explicit = true), Trait("Category", "Slow")]
    public void A_thousand_steps_and_predictions_leave_no_tensor_behind_and_memory_flat()
    {
        var steps = int.Parse(Environment.GetEnvironmentVariable("FINEFLOW_SOAK") ?? "1000", CultureInfo.InvariantCulture);

        // Epochs of a hundred steps: each epoch adds a record to the history, which stays.
        using var small = new SmallRun(trainSamples: 400);
        foreach (var (what, marks) in new[] { ("training steps", Train(small, steps)), ("predictions", Predict(small, steps)) })
        {
            AssertNoTensorStays(marks);

            // A leak of four 32 x 32 maps each time, less than one batch's output, would be 12 MiB in a thousand steps.
            var growth = marks[^1].Memory - marks[marks.Count / 5].Memory;
            output.WriteLine(FormattableString.Invariant(
                $"{marks.Count} {what}: resident memory {growth / 1048576.0:+0.0;-0.0} MiB over the last four fifths"));
            Assert.InRange(growth, long.MinValue, 8 << 20);
        }
    }

    private static void AssertNoTensorStays(List<(long Tensors, long Memory)> marks) =>
        Assert.Single(marks.Skip(1).Select(mark => mark.Tensors).Distinct());

    /// <summary>Live tensors and the process's memory after each step of a training.</summary>
    private static List<(long Tensors, long Memory)> Train(SmallRun small, int steps)
    {
        var stepsOfAnEpoch = (small.Data["train"].Samples + 3) / 4;
        var marks = new List<(long, long)>();
        var request = SmallRun.Request("plgf", epochs: (steps + stepsOfAnEpoch - 1) / stepsOfAnEpoch)
            .With(recipe => recipe with { Patience = steps });
        var trainer = new Trainer(small.Begin(request), small.Data, new Listener { Step = _ => marks.Add(Mark(marks.Count)) });
        trainer.Run(TestContext.Current.CancellationToken);
        Assert.InRange(marks.Count, steps, steps + stepsOfAnEpoch);
        return marks;
    }

    /// <summary>Live tensors and the process's memory after each prediction of the model that was trained last.</summary>
    private static List<(long Tensors, long Memory)> Predict(SmallRun small, int times)
    {
        using var model = ModelBundle.Load(small.LastRun);
        return [.. Enumerable.Range(0, times).Select(time =>
        {
            model.Predict(small.Data["test"].Inputs, cancellationToken: TestContext.Current.CancellationToken);
            return Mark(time);
        })];
    }

    private static (long Tensors, long Memory) Mark(int count)
    {
        if (count % 100 == 0)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return (LiveTensors.Count, Environment.WorkingSet);
    }
}
