using System.Runtime.Intrinsics;

namespace FineFlow.Core.Metrics;

/// <summary>
/// The sum of |truth - inferred| over the sum of the truth, as a fraction. Busy cells weigh as much as their flow, and cells without flow
/// do not inflate it. Not defined where all true cells are 0.
/// </summary>
internal sealed class WeightedAbsolutePercentageError() : RatioMetric(MeanAbsoluteError.AbsoluteError, TrueFlow)
{
    /// <summary>The true flow.</summary>
    public static readonly CellTerm TrueFlow = CellTerm.Create<Term>("flow");

    public override string Key => "wape";

    public override string Title => "WAPE";

    public override string Name => "weighted absolute percentage error";

    public override MetricUnit Unit => MetricUnit.ShareOfFlow;

    private struct Term : ICellTerm
    {
        public static Vector256<double> Of(Vector256<double> truth, Vector256<double> inferred) => truth;
    }
}
