namespace FineFlow.Core.Metrics;

/// <summary>The root of the mean squared error over all cells, not a mean over batches.</summary>
internal sealed class RootMeanSquaredError : FlowMetric
{
    public override string Key => "rmse";

    public override string Title => "RMSE";

    public override string Name => "root mean squared error";

    public override MetricUnit Unit => MetricUnit.Counts;

    public override int Digits => 5;

    internal override IReadOnlyList<CellTerm> Terms { get; } = [MeanSquaredError.SquaredError];

    internal override double Value(CellSums sums) =>
        sums.Cells == 0 ? double.NaN : Math.Sqrt(sums[MeanSquaredError.SquaredError] / sums.Cells);
}
