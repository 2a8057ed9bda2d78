using System.Runtime.Intrinsics;

namespace FineFlow.Core.Metrics;

/// <summary>The mean of |truth - inferred| over all cells.</summary>
internal sealed class MeanAbsoluteError() : RatioMetric(AbsoluteError)
{
    /// <summary>|truth - inferred|.</summary>
    public static readonly CellTerm AbsoluteError = CellTerm.Create<Term>("absolute");

    public override string Key => "mae";

    public override string Title => "MAE";

    public override string Name => "mean absolute error";

    public override MetricUnit Unit => MetricUnit.Counts;

    private struct Term : ICellTerm
    {
        public static Vector256<double> Of(Vector256<double> truth, Vector256<double> inferred) => Vector256.Abs(truth - inferred);
    }
}
