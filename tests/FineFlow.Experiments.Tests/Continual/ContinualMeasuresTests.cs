using FineFlow.Core.Metrics;
using FineFlow.Experiments.Continual;
using FineFlow.Torch.Continual.Sequences;

namespace FineFlow.Experiments.Tests.Continual;

public class ContinualMeasuresTests
{
    [Fact]
    public void Measures_are_those_of_their_definitions()
    {
        // After task: 0 (untrained), 1, 2, 3; on tasks 1, 2, 3.
        double[][] errors = [[50, 60, 70], [10, 40, 66], [8, 20, 50], [14, 25, 30]];
        var sequence = new SequenceResult("finetune", 1, Row(errors[0]), [.. errors.Skip(1).Select((row, index) => Task(index + 1, row))]);

        var measures = ContinualMeasures.Of(sequence, MetricCatalog.Mse);

        Assert.True(sequence.IsWhole);
        Assert.Equal((14 + 25 + 30) / 3.0, measures.Average);
        Assert.Equal((14 - 8 + (25 - 20)) / 2.0, measures.Forgetting); // task 1 was best after task 2
        Assert.Equal((14 - 10 + (25 - 20)) / 2.0, measures.BackwardTransfer);
        Assert.Equal((40 - 60 + (50 - 70)) / 2.0, measures.ForwardTransfer);
    }

    private static TaskResult Task(int number, double[] errors) => new(number, 3, 2, 1.5, Row(errors));

    private static List<FlowMetrics> Row(double[] errors) => [.. errors.Select(error => new FlowMetrics(9, (MetricCatalog.Mse, error)))];
}
