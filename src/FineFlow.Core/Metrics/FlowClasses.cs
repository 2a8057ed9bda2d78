using System.Runtime.Intrinsics;

namespace FineFlow.Core.Metrics;

/// <summary>
/// Cells by their true flow: exactly 0, and then tenths of the others. Equal flows are in one class, so that there may be fewer than
/// ten, and none is empty.
/// </summary>
internal sealed class FlowClasses
{
    private const int Quantiles = 10;
    private readonly List<(float From, float To)> _ranges = [];
    private readonly ErrorTally _tally;

    public FlowClasses(FlowMaps truth)
    {
        var flows = Array.FindAll(truth.Values, value => value > 0);
        if (flows.Length < truth.Values.Length)
        {
            _ranges.Add((0, 0));
        }

        Array.Sort(flows);
        var start = 0;
        for (var quantile = 1; quantile <= Quantiles && start < flows.Length; quantile++)
        {
            var to = flows[(int)(((long)quantile * flows.Length + Quantiles - 1) / Quantiles) - 1];
            if (to >= flows[start])
            {
                _ranges.Add((flows[start], to));
                start = NextAfter(flows, start, to);
            }
        }

        _tally = new ErrorTally(_ranges.Count);
    }

    /// <summary>The sums of each class.</summary>
    public IReadOnlyList<FlowClassErrors> Result =>
        [.. _ranges.Select((range, index) => new FlowClassErrors(range.From, range.To, _tally.Of(index)))];

    /// <summary>Adds cells, at most <see cref="CellTerms.Most"/>, to the classes of their true flows.</summary>
    public void Add(ReadOnlySpan<Vector256<double>> terms, ReadOnlySpan<float> truth)
    {
        Span<byte> classOf = stackalloc byte[CellTerms.Most];
        for (var cell = 0; cell < truth.Length; cell++)
        {
            var (flow, index) = (truth[cell], 0);
            while (flow > _ranges[index].To)
            {
                index++;
            }

            classOf[cell] = (byte)index;
        }

        _tally.Add(terms, classOf[..truth.Length]);
    }

    private static int NextAfter(float[] flows, int start, float value)
    {
        var (low, high) = (start, flows.Length);
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            (low, high) = flows[middle] > value ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}
