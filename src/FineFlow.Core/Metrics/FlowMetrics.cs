using System.Text.Json.Serialization;

namespace FineFlow.Core.Metrics;

/// <summary>Errors of predicted fine flow over all cells of all samples, in flow units.</summary>
/// <param name="Samples">Number of time slots.</param>
/// <param name="Mse">Mean squared error.</param>
/// <param name="Rmse">Square root of the overall <paramref name="Mse"/>, not a mean over batches.</param>
/// <param name="Mae">Mean absolute error.</param>
/// <param name="Mape">
/// Mean of |truth - prediction| / truth as a fraction, with 1 in place of a truth of exactly 0: such cells contribute |prediction|.
/// </param>
public sealed record FlowMetrics(
    [property: JsonPropertyName("samples")] long Samples,
    [property: JsonPropertyName("mse")] double Mse,
    [property: JsonPropertyName("rmse")] double Rmse,
    [property: JsonPropertyName("mae")] double Mae,
    [property: JsonPropertyName("mape")] double Mape);
