using FineFlow.Cli.Terminal;
using FineFlow.Cli.Terminal.Progress;
using FineFlow.Cli.Tests.CommandLine;
using FineFlow.Core.Metrics;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Cli.Tests.Terminal.Progress;

/// <summary>What stays on stderr of a work that takes less than an interval.</summary>
[Collection(nameof(InProcess))]
public class LinesTests
{
    private static readonly FlowMetrics Valid = new(8, (MetricCatalog.Mse, 33.9081));

    [Fact]
    public void A_training_tells_its_first_step_and_every_epoch_with_the_best_so_far()
    {
        var line = new TrainingLine(Pipe());
        var error = ErrorOf(() =>
        {
            foreach (var epoch in new[] { 1, 2 })
            {
                line.Report(new StepReport(epoch, Epochs: 9, Step: 1, Steps: 2, Samples: 10, Loss: 1, SamplesPerSecond: 10));
                line.Report(new StepReport(epoch, Epochs: 9, Step: 2, Steps: 2, Samples: 10, Loss: 1, SamplesPerSecond: 10));
                line.Report(new EpochRecord(epoch, 3e-4, 1, Valid, FlatBlocks: 0, Best: epoch == 1, 1, 10));
            }
        });

        Assert.Collection(
            error,
            first => Assert.StartsWith("epoch 1/9  step 1/2  loss 1  10 samples/s", first, StringComparison.Ordinal),
            epoch => Assert.Equal("epoch 1/9  loss 1  valid mse 33.908  1.0 s  best", epoch),
            epoch => Assert.Equal("epoch 2/9  loss 1  valid mse 33.908  1.0 s  best 1", epoch));
    }

    [Fact]
    public void A_transfer_tells_its_events_and_its_end()
    {
        var line = new TransferLine(Pipe());
        var error = ErrorOf(() =>
        {
            line.Report(new("P1.zip", 1_000_000, 10_000_000, 1e6));
            line.Report(new("P1.zip", 1_000_000, 10_000_000, 0) { Note = "P1.zip breaks off; next attempt in 1 s" });
            line.Report(new("P1.zip", 10_000_000, 10_000_000, 1e6));
        });

        Assert.Equal(["P1.zip breaks off; next attempt in 1 s", "P1.zip: 10.0 of 10.0 MB  1 MB/s"], error);
    }

    private static ProgressLine Pipe() => new(new ManualClock(), isTerminal: false, Output.Note);

    private static string[] ErrorOf(Action action)
    {
        var stderr = Console.Error;
        using var captured = new StringWriter { NewLine = "\n" };
        Console.SetError(captured);
        try
        {
            action();
            return captured.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        finally
        {
            Console.SetError(stderr);
        }
    }
}
