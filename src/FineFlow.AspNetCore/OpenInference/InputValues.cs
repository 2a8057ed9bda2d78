using System.Runtime.InteropServices;
using FineFlow.AspNetCore.Problems;
using FineFlow.AspNetCore.Requests;
using FineFlow.Core;

namespace FineFlow.AspNetCore.OpenInference;

/// <summary>An input tensor with its numbers: NaN where a coarse count is missing. Whole numbers are exact to 2^53.</summary>
internal sealed record InputValues(int[] Shape, CountArray Numbers)
{
    /// <summary>Reads a tensor whose numbers are little-endian bytes.</summary>
    /// <exception cref="ProblemException">There is no such input, it has another type, or the bytes do not make the shape.</exception>
    public static InputValues Of(string name, string type, int[] shape, ReadOnlySpan<byte> bytes)
    {
        CheckType(name, type);
        if (bytes.Length % Tensors.Bytes(type) != 0)
        {
            throw ProblemException.Of(name, $"has {bytes.Length} bytes; whole numbers of {type} are expected");
        }

        int[] length = [bytes.Length / Tensors.Bytes(type)];
        return Of(name, type, shape, type == Tensors.Whole
            ? CountArray.From(length, Array.ConvertAll(MemoryMarshal.Cast<byte, long>(bytes).ToArray(), number => (double)number))
            : new(length, MemoryMarshal.Cast<byte, float>(bytes).ToArray()));
    }

    /// <summary>Checks a tensor.</summary>
    /// <exception cref="ProblemException">There is no such input, it has another type, or the numbers do not make the shape.</exception>
    public static InputValues Of(string name, string type, int[] shape, CountArray? numbers)
    {
        CheckType(name, type);
        var expected = shape.Aggregate(1L, (product, size) => size < 1 ? 0 : Math.Min(product * size, int.MaxValue));
        return expected == 0 || numbers?.Values.Length != expected
            ? throw ProblemException.Of(
                name, $"has {numbers?.Values.Length ?? 0} values, which do not make a shape of [{string.Join(", ", shape)}]")
            : new(shape, numbers);
    }

    /// <summary>Makes samples of the tensors of a request.</summary>
    /// <param name="inputs">The tensors by name.</param>
    /// <param name="below">Missing counts are known to be smaller than this.</param>
    /// <exception cref="ProblemException">A tensor is missing or has a shape that does not fit.</exception>
    /// <exception cref="BadInputException">A sample cannot be what it is.</exception>
    public static IReadOnlyList<InferenceRequest> Samples(IReadOnlyDictionary<string, InputValues> inputs, int? below)
    {
        var coarse = inputs.GetValueOrDefault(Tensors.Coarse) ?? throw ProblemException.Of(Tensors.Coarse, "is missing");
        if (coarse.Shape is not [var samples, _, _, _])
        {
            throw ProblemException.Of(
                Tensors.Coarse, $"has shape [{string.Join(", ", coarse.Shape)}]; [samples, channels, rows, columns] is expected");
        }

        if (samples > InferenceQuery.MostMaps)
        {
            throw ProblemException.Of(Tensors.Coarse, $"has {samples} samples; at most {InferenceQuery.MostMaps} are expected");
        }

        var external = Rows(inputs, Tensors.External, samples, TaxiBjColumns.Count);
        var time = Rows(inputs, Tensors.Time, samples, null);
        return
        [
            .. Enumerable.Range(0, samples).Select(sample => InferenceRequest.Of(
                coarse.Sample(sample),
                external?.Sample(sample).Values,
                time is null ? null : Clock(time.Sample(sample)),
                box: null,
                below)),
        ];
    }

    private CountArray Sample(int sample)
    {
        var length = Numbers.Values.Length / Shape[0];
        var range = new Range(sample * length, (sample + 1) * length);
        return new(Shape[1..], Numbers.Values[range], Numbers.Exact?[range]);
    }

    private static InputValues? Rows(IReadOnlyDictionary<string, InputValues> inputs, string name, int samples, int? columns)
    {
        var values = inputs.GetValueOrDefault(name);
        int[] expected = columns is { } count ? [samples, count] : [samples];
        return values is null || values.Shape.SequenceEqual(expected)
            ? values
            : throw ProblemException.Of(
                name, $"has shape [{string.Join(", ", values.Shape)}]; [{string.Join(", ", expected)}] is expected");
    }

    private static DateTime Clock(CountArray seconds)
    {
        var given = seconds.Exact?[0] ?? seconds.Values[0];
        return given >= 0 && given <= (DateTime.MaxValue - DateTime.UnixEpoch).TotalSeconds
            ? DateTime.SpecifyKind(DateTime.UnixEpoch.AddSeconds(given), DateTimeKind.Unspecified)
            : throw ProblemException.Of(Tensors.Time, $"{given} is no time; seconds since 1970 on the local clock are expected");
    }

    private static void CheckType(string name, string type)
    {
        if (!Tensors.Inputs.TryGetValue(name, out var expected))
        {
            throw ProblemException.Of(
                "inputs",
                $"there is no input '{name}'; there are {string.Join(", ", Tensors.Inputs.Keys)}"
                + NearestName.Question(name, Tensors.Inputs.Keys));
        }

        if (type != expected)
        {
            throw ProblemException.Of(name, $"is of type {type}; {expected} is expected");
        }
    }
}
