using FineFlow.Cli.Terminal;
using FineFlow.Core.Metrics;
using FineFlow.Torch.Training.Callbacks;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Cli.Tests.Terminal;

public class ProgressTextTests
{
    private static readonly FlowMetrics Valid =
        new(8, (MetricCatalog.Mse, 33.9081), (MetricCatalog.Rmse, 5.82), (MetricCatalog.Mae, 4.83111), (MetricCatalog.Mape, 1.28711));

    private static readonly EpochRecord Epoch = new(12, 3e-4, 10.18512, Valid, FlatBlocks: 0, Best: true, 63.4, 507.7);

    [Fact]
    public void An_epoch_tells_losses_metrics_time_and_that_it_is_the_best() => Assert.Equal(
        "epoch 12/100  loss 10.19  valid mse 33.908 rmse 5.82 mae 4.831 mape 1.287  1 min 03 s  best", ProgressText.Of(Epoch, 100, 12));

    [Fact]
    public void A_worse_epoch_tells_which_one_is_the_best_where_that_is_known()
    {
        Assert.EndsWith("s  best 9", ProgressText.Of(Epoch with { Best = false }, 100, 9), StringComparison.Ordinal);
        Assert.EndsWith("1 min 03 s", ProgressText.Of(Epoch with { Best = false }, 100, null), StringComparison.Ordinal);
    }

    [Fact]
    public void Dead_densities_and_missing_losses_show()
    {
        Assert.Contains("  flat 2.5 %", ProgressText.Of(Epoch with { FlatBlocks = 0.025 }, 100, 12), StringComparison.Ordinal);
        Assert.DoesNotContain("loss", ProgressText.Of(Epoch with { TrainLoss = null }, 1, 12), StringComparison.Ordinal);
    }

    [Fact]
    public void The_time_left_counts_the_epochs_to_come_and_the_rest_of_this_one()
    {
        var step = new StepReport(Epoch: 2, Epochs: 3, Step: 25, Steps: 100, Loss: 0.28789, SamplesPerSecond: 100);

        // 1.75 epochs of 400 samples at 100 a second.
        Assert.Equal("epoch 2/3  step 25/100  loss 0.2879  100 samples/s  at most 7.0 s left", ProgressText.Of(step, trainSamples: 400));
    }
}
