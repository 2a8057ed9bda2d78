using System.Runtime.InteropServices;
using FineFlow.AspNetCore.Problems;
using FineFlow.AspNetCore.Responses;
using FineFlow.Core;
using FineFlow.Engine.Predictions;

namespace FineFlow.AspNetCore.OpenInference;

/// <summary>An output tensor, FP32 or INT64.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">The size of each axis, samples first.</param>
/// <param name="Numbers">Its numbers; null for whole ones.</param>
/// <param name="Whole">Its whole numbers; null for others.</param>
internal sealed record OutputValues(string Name, int[] Shape, float[]? Numbers, long[]? Whole)
{
    public string Type => Whole is null ? Tensors.Float : Tensors.Whole;

    /// <summary>The numbers as little-endian bytes.</summary>
    public ReadOnlySpan<byte> Bytes => Whole is null
        ? MemoryMarshal.AsBytes(Numbers.AsSpan())
        : MemoryMarshal.AsBytes(Whole.AsSpan());

    /// <summary>Refuses an output that there is not, or that needs a parameter.</summary>
    /// <exception cref="ProblemException">There is no such output, or it is not said which.</exception>
    public static void CheckName(string? name, AnswerOptions answer)
    {
        if (name is null || !Tensors.Outputs.Contains(name))
        {
            throw ProblemException.Of(
                "outputs",
                $"there is no output '{name}'; there are {string.Join(", ", Tensors.Outputs)}"
                + NearestName.Question(name ?? "", Tensors.Outputs));
        }

        if ((name == Tensors.Quantiles && answer.Quantiles.Count == 0) || (name == Tensors.Draws && answer.Draws == 0))
        {
            throw ProblemException.Of("outputs", $"{name} is asked for, and the parameter {name} does not say which");
        }
    }

    /// <summary>Makes the output tensors of a request's samples.</summary>
    /// <param name="responses">The answers to its samples, at least one.</param>
    /// <param name="names">The outputs that are asked for; null: all that there are.</param>
    /// <exception cref="BadInputException">The answer does not follow from the coarse counts or the model.</exception>
    public static IReadOnlyList<OutputValues> Of(IReadOnlyList<InferenceResponse> responses, IReadOnlyCollection<string>? names) =>
        [.. All(responses, names is null).Where(output => names?.Contains(output.Name) ?? true)];

    private static IEnumerable<OutputValues> All(IReadOnlyList<InferenceResponse> responses, bool isByDefault)
    {
        var (first, answer) = (responses[0], responses[0].Answer);
        int[] fine = [responses.Count, .. first.Shape];
        yield return answer.AreWhole
            ? new(Tensors.Fine, fine, null, [.. responses.SelectMany(response => response.Maps.Whole!)])
            : new(Tensors.Fine, fine, [.. responses.SelectMany(response => response.Maps.Fine.Values)], null);
        if (answer.Quantiles.Count > 0)
        {
            yield return Counts(
                Tensors.Quantiles, answer.Quantiles.Count, response => response.Maps.Quantiles.Select(quantile => quantile.Counts));
        }

        if (answer.Draws > 0)
        {
            yield return Counts(Tensors.Draws, answer.Draws, response => response.Maps.Draws);
        }

        if (!isByDefault || responses.Any(response => response.Request.Mask is not null))
        {
            var coarse = first.Request.Coarse;
            yield return new(
                Tensors.Observed,
                [responses.Count, coarse.Channels, coarse.Rows, coarse.Columns],
                null,
                [.. responses.SelectMany(Observed)]);
        }

        OutputValues Counts(string name, int maps, Func<InferenceResponse, IEnumerable<FlowMaps>> of) => new(
            name,
            [responses.Count, maps, .. first.Shape],
            null,
            [.. responses.SelectMany(of).SelectMany(map => Enumerable.Range(0, map.Values.Length).Select(cell => (long)map.Count(cell)))]);
    }

    private static IEnumerable<long> Observed(InferenceResponse response) =>
        response.Request.Mask?.Values.Select(value => (long)value) ?? Enumerable.Repeat(1L, response.Request.Coarse.Values.Length);
}
