using FineFlow.Cli.Terminal.Progress;
using FineFlow.Ingest;
using FineFlow.Ingest.Grid;
using FineFlow.Synthetic;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Cli.Tests.Terminal.Progress;

public class ProgressStepsTests
{
    [Fact]
    public void A_counting_tells_rows_share_rate_and_time_left() => Assert.Equal(
        "3,000,000 rows  25.0 %  300000 rows/s  30.0 s left",
        $"{ProgressSteps.Of(new GridProgress(3_000_000, 0.25, TimeSpan.FromSeconds(10)))}");

    [Fact]
    public void A_city_tells_slots_rate_and_time_left() =>
        Assert.Equal("1,200 of 4,800 slots  36 slots/s  1 min 40 s left", $"{ProgressSteps.Of(new CityProgress(1200, 4800, 36))}");

    [Fact]
    public void Bytes_of_unknown_number_tell_no_time_left()
    {
        Assert.Equal("P1.zip: 2.5 of 10.0 MB  1.5 MB/s  5.0 s left", Text(done: 2_500_000, total: 10_000_000));
        Assert.Equal("P1.zip: 2.5 MB  1.5 MB/s", Text(done: 2_500_000, total: null));
        Assert.Equal("P1.zip: 10.0 of 10.0 MB  1.5 MB/s", Text(done: 10_000_000, total: 10_000_000));

        static string Text(long done, long? total) => $"{ProgressSteps.Of(new Transfer("P1.zip", done, total, BytesPerSecond: 1.5e6))}";
    }

    /// <summary>1.75 epochs of 400 samples at 100 a second are left.</summary>
    [Fact]
    public void A_training_may_end_before_the_time_left()
    {
        var step = new StepReport(Epoch: 2, Epochs: 3, Step: 25, Steps: 100, Samples: 400, Loss: 0.28789, SamplesPerSecond: 100);
        Assert.Equal("epoch 2/3  step 25/100  loss 0.2879  100 samples/s  at most 7.0 s left", $"{ProgressSteps.Of(step)}");
    }
}
