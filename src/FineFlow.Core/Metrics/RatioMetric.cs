namespace FineFlow.Core.Metrics;

/// <summary>A metric that divides one sum by another, or by the number of cells.</summary>
/// <param name="numerator">The term above the line.</param>
/// <param name="denominator">The term below the line, which depends on the truth alone; null for the number of cells.</param>
internal abstract class RatioMetric(CellTerm numerator, CellTerm? denominator = null) : FlowMetric
{
    internal override IReadOnlyList<CellTerm> Terms { get; } = denominator is null ? [numerator] : [numerator, denominator];

    internal override double Value(CellSums sums) => sums[numerator] / Denominator(sums);

    /// <summary>Exact where differences are small: the numerators are subtracted cell by cell, before they are summed.</summary>
    internal override double Difference(CellSums first, CellSums change) => change[numerator] / Denominator(first);

    private double Denominator(CellSums sums)
    {
        var value = denominator is null ? sums.Cells : sums[denominator];
        return value == 0 ? double.NaN : value;
    }
}
