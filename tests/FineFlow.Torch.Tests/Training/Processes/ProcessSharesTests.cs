using FineFlow.Torch.Training.Processes;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Torch.Tests.Training.Processes;

public sealed class ProcessSharesTests : IDisposable
{
    private readonly SmallRun _small = new();

    public void Dispose() => _small.Dispose();

    [Theory]
    [InlineData(8, null, 1, null)]
    [InlineData(8, 3, 1, 3)]
    [InlineData(8, 100, 1, 100)]
    [InlineData(8, null, 2, 4)]
    [InlineData(8, null, 3, 3)]
    [InlineData(8, null, 8, 1)]
    [InlineData(8, 2, 2, 2)]
    public void A_run_has_a_micro_batch_a_process_unless_it_has_smaller_ones(int batch, int? microBatch, int processes, int? expected) =>
        Assert.Equal(expected, ProcessShares.Divide(Run(batch, microBatch), processes).MicroBatch);

    [Theory]
    [InlineData(8, null, 9, "setting 'batch_size': is 8, fewer than the 9 processes that share a batch; expected at least 9")]
    [InlineData(
        8, 5, 2, "setting 'micro_batch': is 5, which leaves some of 2 processes without samples of a batch of 8; expected at most 4")]
    public void Processes_without_work_are_refused(int batch, int? microBatch, int processes, string message) =>
        Assert.Equal(message, Refused.By(() => ProcessShares.Divide(Run(batch, microBatch), processes)));

    private RunManifest Run(int batch, int? microBatch) => SmallRun.Request("espcn", epochs: 1)
        .With(recipe => recipe with { BatchSize = batch })
        .With(run => run with { MicroBatch = microBatch })
        .NewRun(_small.Data);
}
