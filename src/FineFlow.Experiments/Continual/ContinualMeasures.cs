using FineFlow.Core.Metrics;

namespace FineFlow.Experiments.Continual;

/// <summary>
/// What a sequence of K tasks comes to, in units of a metric. R[k][j] is the error on task j after task k, and R[0] that of fresh weights.
/// </summary>
/// <param name="Average">The mean of R[K][j] over all tasks.</param>
/// <param name="Forgetting">
/// The mean over the earlier tasks of R[K][j] minus the best R[k][j] since j was learnt (Chaudhry et al., ECCV 2018).
/// </param>
/// <param name="BackwardTransfer">The mean over the earlier tasks of R[K][j] - R[j][j] (Lopez-Paz and Ranzato, NeurIPS 2017).</param>
/// <param name="ForwardTransfer">
/// The mean over the later tasks of R[j-1][j] - R[0][j]: what the tasks before do for one that was not learnt yet (same source).
/// </param>
internal sealed record ContinualMeasures(double Average, double Forgetting, double BackwardTransfer, double ForwardTransfer)
{
    /// <summary>Computes the measures of a whole sequence of at least two tasks.</summary>
    public static ContinualMeasures Of(SequenceResult sequence, FlowMetric metric)
    {
        var count = sequence.Tasks.Count;
        var earlier = Enumerable.Range(1, count - 1).ToList();
        return new(
            Enumerable.Range(1, count).Average(task => Error(count, task)),
            earlier.Average(task => Error(count, task) - Best(task)),
            earlier.Average(task => Error(count, task) - Error(task, task)),
            earlier.Average(task => Error(task, task + 1) - Error(0, task + 1)));

        double Error(int after, int on) => sequence.Error(metric, after, on);

        double Best(int task) => Enumerable.Range(task, count - task)
            .Select(after => Error(after, task))
            .Aggregate((best, error) => metric.IsBetter(error, best) ? error : best);
    }
}
