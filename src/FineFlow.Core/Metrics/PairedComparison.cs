namespace FineFlow.Core.Metrics;

/// <summary>How the errors of model b differ from those of model a on the same days.</summary>
/// <param name="Days">Days of the split: the units of resampling.</param>
/// <param name="Mse">In the mean squared error.</param>
/// <param name="Mae">In the mean absolute error.</param>
/// <param name="Mape">In the mean relative error, as a fraction.</param>
public sealed record PairedComparison(int Days, MetricDifference Mse, MetricDifference Mae, MetricDifference Mape);

/// <summary>A difference b - a of a metric: below 0 where b is better.</summary>
/// <param name="Difference">On the whole split.</param>
/// <param name="Low">Lower end of the 95 % interval.</param>
/// <param name="High">Upper end of the 95 % interval.</param>
/// <param name="P">Two-sided p value of "there is no difference".</param>
public sealed record MetricDifference(double Difference, double Low, double High, double P);
