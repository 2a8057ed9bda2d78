using FineFlow.Core.Metrics;

namespace FineFlow.Experiments.Measurement;

/// <summary>Mean errors in the cells whose true flow lies in a range.</summary>
/// <param name="From">The smallest true flow in the class.</param>
/// <param name="To">The largest.</param>
/// <param name="Cells">How many cells.</param>
/// <param name="Mse">Mean squared error.</param>
/// <param name="Mae">Mean absolute error.</param>
/// <param name="Mape">Mean relative error, as a fraction.</param>
public sealed record FlowClassRow(double From, double To, long Cells, double Mse, double Mae, double Mape)
{
    /// <summary>The classes of a breakdown.</summary>
    public static IReadOnlyList<FlowClassRow> Of(ErrorBreakdown errors) =>
        [.. errors.FlowClasses.Select(row => new FlowClassRow(row.From, row.To, row.Errors.Cells, row.Errors.Mse, row.Errors.Mae, row.Errors.Mape))];
}

/// <summary>Mean errors in the slots that begin in an hour of the day.</summary>
/// <param name="Hour">0 .. 23.</param>
/// <param name="Samples">How many slots.</param>
/// <param name="Mse">Mean squared error.</param>
/// <param name="Mae">Mean absolute error.</param>
/// <param name="Mape">Mean relative error, as a fraction.</param>
public sealed record HourRow(int Hour, int Samples, double Mse, double Mae, double Mape)
{
    /// <summary>The hours of a breakdown.</summary>
    public static IReadOnlyList<HourRow> Of(ErrorBreakdown errors) =>
        [.. errors.Hours.Select(row => new HourRow(row.Hour, row.Samples, row.Errors.Mse, row.Errors.Mae, row.Errors.Mape))];
}
