namespace FineFlow.Core.Metrics;

/// <summary>
/// Cells by their true flow: exactly 0, and then tenths of the others. Equal flows are in one class, so that there may be fewer than
/// ten, and none is empty.
/// </summary>
internal sealed class FlowClasses
{
    private const int Quantiles = 10;
    private readonly List<(float From, float To)> _ranges = [];

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

        Tallies = [.. _ranges.Select(_ => new ErrorTally())];
    }

    public ErrorTally[] Tallies { get; }

    public IReadOnlyList<FlowClassErrors> Result =>
        [.. _ranges.Zip(Tallies, (range, tally) => new FlowClassErrors(range.From, range.To, tally.Sums))];

    /// <summary>The tally of a true flow; every flow of the maps has one.</summary>
    public ErrorTally Of(float flow)
    {
        var index = 0;
        while (flow > _ranges[index].To)
        {
            index++;
        }

        return Tallies[index];
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
