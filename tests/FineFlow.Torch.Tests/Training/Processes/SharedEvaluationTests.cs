using FineFlow.Torch.Inference;
using FineFlow.Torch.Training.Processes;

namespace FineFlow.Torch.Tests.Training.Processes;

public sealed class SharedEvaluationTests
{
    /// <summary>40 samples are batches of 16, 16 and 8: two processes take them in two rounds, four leave one without.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Processes_measure_what_one_does_to_the_last_bit(int processes)
    {
        var split = SmallFlows.Split("valid", samples: 40);
        using var network = CatalogCases.Create("espcn");
        var expected = Evaluation.Run(network, split, "valid");

        ThreadGroup.Run(processes, process =>
        {
            var evaluation = new SharedEvaluation(process, () => { }).Run(network, split);
            Assert.Equal((expected.Metrics, expected.FlatBlocks), (evaluation.Metrics, evaluation.FlatBlocks));
        });
    }

    [Fact]
    public void All_stop_where_one_is_to()
    {
        var split = SmallFlows.Split("valid", samples: 40);
        using var network = CatalogCases.Create("espcn");
        using var stop = new CancellationTokenSource();
        stop.Cancel();

        ThreadGroup.Run(2, process =>
        {
            var cancellation = new SharedCancellation(process, process.Rank == 1 ? stop.Token : CancellationToken.None);
            Assert.Throws<OperationCanceledException>(() =>
                new SharedEvaluation(process, cancellation.ThrowIfRequested).Run(network, split));
            Assert.True(cancellation.IsRequested);
        });
    }
}
