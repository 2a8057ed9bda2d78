namespace FineFlow.Core.Distributions;

/// <summary>Finds the temperature with which intervals cover what they say. Higher concentrations make narrower intervals.</summary>
internal static class CoverageTemperature
{
    private const double Furthest = 3;
    private const double Tolerance = 1e-4;
    private const int MostSteps = 20;

    /// <summary>Searches ln T from -3 to 3.</summary>
    /// <param name="coverage">The coverage at ln T; null where it is unknown at any.</param>
    /// <returns>ln T, and the coverage there.</returns>
    public static (double Log, double? Coverage) Fit(Func<double, double?> coverage)
    {
        double Excess(double log) => coverage(log)!.Value - CentralInterval.Level;

        if (coverage(0) is not { } atOne)
        {
            return (0, null);
        }

        var near = (Log: 0.0, Excess: atOne - CentralInterval.Level);
        if (Math.Abs(near.Excess) <= Tolerance)
        {
            return (0, atOne);
        }

        // Too much coverage asks for a higher temperature: walk that way until the sign changes.
        var direction = Math.Sign(near.Excess);
        var far = near;
        for (var distance = 0.25; Math.Sign(far.Excess) == direction; distance *= 2)
        {
            near = far;
            var log = direction * Math.Min(distance, Furthest);
            far = (log, Excess(log));
            if (distance >= Furthest && Math.Sign(far.Excess) == direction)
            {
                return Math.Abs(far.Excess) < Math.Abs(atOne - CentralInterval.Level) - Tolerance
                    ? (far.Log, far.Excess + CentralInterval.Level)
                    : (0, atOne);
            }
        }

        return Between(Excess, near, far);
    }

    /// <summary>Regula falsi with halved weights (Illinois): the sign of the excess changes between the ends.</summary>
    private static (double Log, double? Coverage) Between(
        Func<double, double> excess, (double Log, double Excess) near, (double Log, double Excess) far)
    {
        var found = far;
        for (var step = 0; step < MostSteps && Math.Abs(found.Excess) > Tolerance; step++)
        {
            var log = (near.Log * far.Excess - far.Log * near.Excess) / (far.Excess - near.Excess);
            found = (log, excess(log));
            if (Math.Sign(found.Excess) == Math.Sign(far.Excess))
            {
                near.Excess /= 2;
            }
            else
            {
                near = far;
            }

            far = found;
        }

        return (found.Log, found.Excess + CentralInterval.Level);
    }
}
