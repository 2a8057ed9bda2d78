namespace FineFlow.Core.Metrics;

/// <summary>Errors in the cells whose true flow lies in a range.</summary>
/// <param name="From">The smallest true flow in the class.</param>
/// <param name="To">The largest true flow in the class.</param>
/// <param name="Errors">Their sums.</param>
internal sealed record FlowClassErrors(double From, double To, CellSums Errors);

/// <summary>Errors in the slots that begin in an hour of the day.</summary>
/// <param name="Hour">0 .. 23, local clock.</param>
/// <param name="Samples">Number of such slots.</param>
/// <param name="Errors">Their sums.</param>
internal sealed record HourErrors(int Hour, int Samples, CellSums Errors);
