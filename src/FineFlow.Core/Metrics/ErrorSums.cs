using System.Text.Json.Serialization;

namespace FineFlow.Core.Metrics;

/// <summary>Summed errors of some cells, in flow units; sums add where means do not.</summary>
/// <param name="Cells">How many cells.</param>
/// <param name="Squared">Sum of (truth - prediction)^2.</param>
/// <param name="Absolute">Sum of |truth - prediction|.</param>
/// <param name="Relative">Sum of |truth - prediction| / truth, with 1 in place of a truth of exactly 0.</param>
public sealed record ErrorSums(long Cells, double Squared, double Absolute, double Relative)
{
    /// <summary>Mean squared error; NaN without cells.</summary>
    [JsonIgnore]
    public double Mse => Squared / Cells;

    /// <summary>Mean absolute error; NaN without cells.</summary>
    [JsonIgnore]
    public double Mae => Absolute / Cells;

    /// <summary>Mean relative error as a fraction, as in <see cref="FlowMetrics"/>; NaN without cells.</summary>
    [JsonIgnore]
    public double Mape => Relative / Cells;
}

/// <summary>Errors in the cells whose true flow lies in a range.</summary>
/// <param name="From">The smallest true flow in the class.</param>
/// <param name="To">The largest true flow in the class.</param>
/// <param name="Errors">Their summed errors.</param>
public sealed record FlowClassErrors(double From, double To, ErrorSums Errors);

/// <summary>Errors in the slots that begin in an hour of the day.</summary>
/// <param name="Hour">0 .. 23, local clock.</param>
/// <param name="Samples">Number of such slots.</param>
/// <param name="Errors">Their summed errors.</param>
public sealed record HourErrors(int Hour, int Samples, ErrorSums Errors);
