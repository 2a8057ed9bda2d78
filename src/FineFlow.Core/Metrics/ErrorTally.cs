using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FineFlow.Core.Metrics;

/// <summary>
/// Sums all terms by group of cells, cell after cell. Each sum is compensated (Neumaier 1974, as <see cref="CompensatedSum"/>). The terms
/// of a cell lie side by side, so that four of them are added at once.
/// </summary>
/// <param name="groups">Number of groups.</param>
internal sealed class ErrorTally(int groups)
{
    /// <summary>Vectors that hold the terms of one cell.</summary>
    public static readonly int Width = (MetricCatalog.Terms.Count + Vector256<double>.Count - 1) / Vector256<double>.Count;

    private readonly long[] _cells = new long[groups];
    private readonly Vector256<double>[] _sums = new Vector256<double>[groups * Width];
    private readonly Vector256<double>[] _lost = new Vector256<double>[groups * Width];

    /// <summary>Adds cells to their groups.</summary>
    /// <param name="terms">The terms of each cell, <see cref="Width"/> vectors a cell.</param>
    /// <param name="groupOf">The group of each cell.</param>
    public void Add(ReadOnlySpan<Vector256<double>> terms, ReadOnlySpan<byte> groupOf)
    {
        for (var cell = 0; cell < groupOf.Length; cell++)
        {
            _cells[groupOf[cell]]++;
            for (var part = 0; part < Width; part++)
            {
                var (term, index) = (terms[cell * Width + part], groupOf[cell] * Width + part);
                var sum = _sums[index];
                var next = sum + term;
                _lost[index] += Vector256.ConditionalSelect(
                    Vector256.GreaterThanOrEqual(Vector256.Abs(sum), Vector256.Abs(term)), sum - next + term, term - next + sum);
                _sums[index] = next;
            }
        }
    }

    /// <summary>Returns the sums of a group.</summary>
    public CellSums Of(int group)
    {
        var sums = MemoryMarshal.Cast<Vector256<double>, double>(_sums.AsSpan(group * Width, Width));
        var lost = MemoryMarshal.Cast<Vector256<double>, double>(_lost.AsSpan(group * Width, Width));
        var terms = new double[MetricCatalog.Terms.Count];
        for (var term = 0; term < terms.Length; term++)
        {
            terms[term] = sums[term] + lost[term];
        }

        return new(_cells[group], terms);
    }

    /// <summary>Returns the compensated sum of parts.</summary>
    public static CellSums Sum(IEnumerable<CellSums> parts)
    {
        var (cells, sums) = (0L, new CompensatedSum[MetricCatalog.Terms.Count]);
        foreach (var part in parts)
        {
            cells += part.Cells;
            for (var term = 0; term < sums.Length; term++)
            {
                sums[term].Add(part.Terms[term]);
            }
        }

        return new(cells, Array.ConvertAll(sums, sum => sum.Value));
    }
}
