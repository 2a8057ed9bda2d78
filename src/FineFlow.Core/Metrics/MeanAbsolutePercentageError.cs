using System.Runtime.Intrinsics;

namespace FineFlow.Core.Metrics;

/// <summary>
/// The mean of |truth - inferred| / truth over all cells as a fraction. A truth of exactly 0 is replaced by 1 in the divisor, so that such
/// cells contribute |inferred|.
/// </summary>
internal sealed class MeanAbsolutePercentageError() : RatioMetric(RelativeError)
{
    /// <summary>|truth - inferred| / truth, by the rule above.</summary>
    public static readonly CellTerm RelativeError = CellTerm.Create<Term>("relative");

    public override string Key => "mape";

    public override string Title => "MAPE";

    public override string Name => "mean absolute percentage error";

    public override MetricUnit Unit => MetricUnit.ShareOfFlow;

    private struct Term : ICellTerm
    {
        public static Vector256<double> Of(Vector256<double> truth, Vector256<double> inferred)
        {
            var error = Vector256.Abs(truth - inferred);
            return error / Vector256.ConditionalSelect(Vector256.Equals(truth, Vector256<double>.Zero), Vector256<double>.One, truth);
        }
    }
}
