using System.Runtime.Intrinsics;

namespace FineFlow.Core.Metrics;

/// <summary>The mean of (truth - inferred)^2 over all cells.</summary>
internal sealed class MeanSquaredError() : RatioMetric(SquaredError)
{
    /// <summary>(truth - inferred)^2.</summary>
    public static readonly CellTerm SquaredError = CellTerm.Create<Term>("squared");

    public override string Key => "mse";

    public override string Title => "MSE";

    public override string Name => "mean squared error";

    public override MetricUnit Unit => MetricUnit.SquaredCounts;

    public override int Digits => 5;

    private struct Term : ICellTerm
    {
        public static Vector256<double> Of(Vector256<double> truth, Vector256<double> inferred)
        {
            var error = truth - inferred;
            return error * error;
        }
    }
}
