namespace FineFlow.Core.Metrics;

/// <summary>Sums errors cell by cell; <see cref="ErrorSums"/> while it is being filled.</summary>
internal sealed class ErrorTally
{
    private long _cells;
    private CompensatedSum _squared;
    private CompensatedSum _absolute;
    private CompensatedSum _relative;

    public ErrorSums Sums => new(_cells, _squared.Value, _absolute.Value, _relative.Value);

    public void Add(float truth, float inferred)
    {
        var error = Math.Abs((double)truth - inferred);
        _cells++;
        _squared.Add(error * error);
        _absolute.Add(error);
        _relative.Add(truth == 0 ? error : error / truth);
    }

    public void Add(ErrorSums sums)
    {
        _cells += sums.Cells;
        _squared.Add(sums.Squared);
        _absolute.Add(sums.Absolute);
        _relative.Add(sums.Relative);
    }
}
