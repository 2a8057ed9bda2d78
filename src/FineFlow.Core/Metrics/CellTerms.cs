using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FineFlow.Core.Metrics;

/// <summary>The terms of a few cells at a time, all terms of a cell side by side as <see cref="ErrorTally"/> takes them.</summary>
internal sealed class CellTerms
{
    /// <summary>The most cells at a time.</summary>
    public const int Most = 1024;

    private static readonly int Lanes = Vector256<double>.Count;

    private readonly Vector256<double>[] _truth = new Vector256<double>[Most / Lanes];
    private readonly Vector256<double>[] _inferred = new Vector256<double>[Most / Lanes];
    private readonly Vector256<double>[] _one = new Vector256<double>[Most / Lanes];
    private readonly Vector256<double>[] _all = new Vector256<double>[Most * ErrorTally.Width];

    /// <summary>Computes the terms of at most <see cref="Most"/> cells.</summary>
    /// <returns>The terms, until the next call.</returns>
    public ReadOnlySpan<Vector256<double>> Of(ReadOnlySpan<float> truth, ReadOnlySpan<float> inferred)
    {
        Widen(truth, _truth);
        Widen(inferred, _inferred);
        var stride = ErrorTally.Width * Lanes;
        var all = MemoryMarshal.Cast<Vector256<double>, double>(_all.AsSpan());
        var one = MemoryMarshal.Cast<Vector256<double>, double>(_one.AsSpan())[..truth.Length];
        for (var term = 0; term < MetricCatalog.Terms.Count; term++)
        {
            MetricCatalog.Terms[term].Write(_truth, _inferred, _one);
            for (var cell = 0; cell < one.Length; cell++)
            {
                all[cell * stride + term] = one[cell];
            }
        }

        return _all.AsSpan(0, truth.Length * ErrorTally.Width);
    }

    private static void Widen(ReadOnlySpan<float> flows, Span<Vector256<double>> wide)
    {
        var numbers = MemoryMarshal.Cast<Vector256<double>, double>(wide);
        for (var cell = 0; cell < flows.Length; cell++)
        {
            numbers[cell] = flows[cell];
        }
    }
}
