using System.Runtime.Intrinsics;

namespace FineFlow.Core.Metrics;

/// <summary>A term that metrics sum over cells. Metrics that need the same sum share the term, so that it is summed once.</summary>
/// <param name="key">Its name in files.</param>
internal abstract class CellTerm(string key)
{
    /// <summary>Its name in files.</summary>
    public string Key => key;

    /// <summary>Creates a term.</summary>
    public static CellTerm Create<T>(string key)
        where T : struct, ICellTerm => new Of<T>(key);

    /// <summary>Adds the terms of cells to four sums, lane by lane and one vector after the other.</summary>
    /// <returns>The new sums.</returns>
    public abstract Vector256<double> Add(
        Vector256<double> sums, ReadOnlySpan<Vector256<double>> truth, ReadOnlySpan<Vector256<double>> inferred);

    /// <summary>Writes the term of each cell.</summary>
    public abstract void Write(
        ReadOnlySpan<Vector256<double>> truth, ReadOnlySpan<Vector256<double>> inferred, Span<Vector256<double>> terms);

    private sealed class Of<T>(string key) : CellTerm(key)
        where T : struct, ICellTerm
    {
        public override Vector256<double> Add(
            Vector256<double> sums, ReadOnlySpan<Vector256<double>> truth, ReadOnlySpan<Vector256<double>> inferred)
        {
            for (var i = 0; i < truth.Length; i++)
            {
                sums += T.Of(truth[i], inferred[i]);
            }

            return sums;
        }

        public override void Write(
            ReadOnlySpan<Vector256<double>> truth, ReadOnlySpan<Vector256<double>> inferred, Span<Vector256<double>> terms)
        {
            for (var i = 0; i < truth.Length; i++)
            {
                terms[i] = T.Of(truth[i], inferred[i]);
            }
        }
    }
}

/// <summary>The number of a cell that a <see cref="CellTerm"/> sums, for four cells at once.</summary>
internal interface ICellTerm
{
    /// <summary>The numbers, from the true and the inferred flows.</summary>
    static abstract Vector256<double> Of(Vector256<double> truth, Vector256<double> inferred);
}
