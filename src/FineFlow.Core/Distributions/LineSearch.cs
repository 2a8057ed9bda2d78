namespace FineFlow.Core.Distributions;

/// <summary>The maximum of a function of one number, which may have several.</summary>
internal static class LineSearch
{
    private const double GridStep = 0.5;
    private const double Tolerance = 1e-4;
    private static readonly double Golden = (Math.Sqrt(5) - 1) / 2;

    /// <summary>Looks along a grid, and then by golden sections around its best place.</summary>
    /// <returns>The place of the maximum within 1e-4.</returns>
    public static double Maximise(Func<double, double> function, double low, double high)
    {
        var (best, value) = (low, function(low));
        for (var place = low + GridStep; place <= high; place += GridStep)
        {
            if (function(place) is var found && found > value)
            {
                (best, value) = (place, found);
            }
        }

        return Narrow(function, Math.Max(low, best - GridStep), Math.Min(high, best + GridStep));
    }

    private static double Narrow(Func<double, double> function, double low, double high)
    {
        var (left, right) = (high - Golden * (high - low), low + Golden * (high - low));
        var (atLeft, atRight) = (function(left), function(right));
        while (high - low > Tolerance)
        {
            if (atLeft >= atRight)
            {
                (high, right, atRight) = (right, left, atLeft);
                left = high - Golden * (high - low);
                atLeft = function(left);
            }
            else
            {
                (low, left, atLeft) = (left, right, atRight);
                right = low + Golden * (high - low);
                atRight = function(right);
            }
        }

        return (low + high) / 2;
    }
}
