using FineFlow.Cli.Terminal.Progress;
using FineFlow.Core.Metrics;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Cli.Tests.Terminal.Progress;

public class EpochTextTests
{
    private static readonly FlowMetrics Valid =
        new(8, (MetricCatalog.Mse, 33.9081), (MetricCatalog.Rmse, 5.82), (MetricCatalog.Mae, 4.83111), (MetricCatalog.Mape, 1.28711));

    private static readonly EpochRecord Epoch = new(12, 3e-4, 10.18512, Valid, FlatBlocks: 0, Best: true, 63.4, 507.7);

    [Fact]
    public void An_epoch_tells_losses_metrics_time_and_that_it_is_the_best() => Assert.Equal(
        "epoch 12/100  loss 10.19  valid mse 33.908 rmse 5.82 mae 4.831 mape 1.287  1 min 03 s  best", EpochText.Of(Epoch, 100, 12));

    [Fact]
    public void A_worse_epoch_tells_which_one_is_the_best_where_that_is_known()
    {
        Assert.EndsWith("s  best 9", EpochText.Of(Epoch with { Best = false }, 100, 9), StringComparison.Ordinal);
        Assert.EndsWith("1 min 03 s", EpochText.Of(Epoch with { Best = false }, 100, null), StringComparison.Ordinal);
    }

    [Fact]
    public void Dead_densities_and_missing_losses_show()
    {
        Assert.Contains("  flat 2.5 %", EpochText.Of(Epoch with { FlatBlocks = 0.025 }, 100, 12), StringComparison.Ordinal);
        Assert.DoesNotContain("loss", EpochText.Of(Epoch with { TrainLoss = null }, 1, 12), StringComparison.Ordinal);
    }
}
