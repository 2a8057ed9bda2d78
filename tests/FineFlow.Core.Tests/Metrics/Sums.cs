using FineFlow.Core.Metrics;

namespace FineFlow.Core.Tests.Metrics;

/// <summary>Sums over cells that a test writes down.</summary>
internal static class Sums
{
    /// <summary>Sums by the terms' keys; the others are 0.</summary>
    public static CellSums Of(long cells, params (CellTerm Term, double Sum)[] sums) =>
        new(cells, [.. MetricCatalog.Terms.Select(term => sums.FirstOrDefault(pair => pair.Term == term).Sum)]);

    /// <summary>Sums of the errors and of the true flow.</summary>
    public static CellSums Of(long cells, double squared, double absolute, double relative, double flow) => Of(
        cells,
        (MeanSquaredError.SquaredError, squared),
        (MeanAbsoluteError.AbsoluteError, absolute),
        (MeanAbsolutePercentageError.RelativeError, relative),
        (WeightedAbsolutePercentageError.TrueFlow, flow));
}
