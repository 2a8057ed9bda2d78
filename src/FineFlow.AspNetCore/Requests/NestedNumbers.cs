using System.Text.Json.Serialization;
using FineFlow.Core;

namespace FineFlow.AspNetCore.Requests;

/// <summary>An array of numbers of any rank, as JSON has it: arrays in arrays.</summary>
/// <param name="Shape">Size of each axis.</param>
/// <param name="Values">The numbers, the last axis running fastest; NaN where the JSON has null.</param>
[JsonConverter(typeof(NestedNumbersConverter))]
internal sealed record NestedNumbers(int[] Shape, double[] Values)
{
    /// <summary>The numbers as counts.</summary>
    public CountArray Counts => CountArray.From(Shape, Values);
}
