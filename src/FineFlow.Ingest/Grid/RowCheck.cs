namespace FineFlow.Ingest.Grid;

/// <summary>Whether a row means something, wherever and whenever it is.</summary>
/// <param name="nowMicroseconds">What is later is in the future.</param>
internal sealed class RowCheck(long nowMicroseconds)
{
    /// <summary>More than any crowd, and so little that sums of them stay exact.</summary>
    public const double LargestWeight = 1_000_000;

    /// <summary>What is wrong with a row; <see cref="DropReason.None"/> if nothing is.</summary>
    public DropReason Problem(in RowBatch rows, int row)
    {
        if (rows.HasVehicles && rows.Vehicle(row).IsEmpty)
        {
            return DropReason.BadVehicle;
        }

        var problem = Problem(rows.Time[row], rows.Longitude[row], rows.Latitude[row]);
        if (problem == DropReason.None && !rows.EndTime.IsEmpty)
        {
            problem = Problem(rows.EndTime[row], rows.EndLongitude[row], rows.EndLatitude[row]);
            if (problem == DropReason.None && rows.EndTime[row] < rows.Time[row])
            {
                problem = DropReason.EndsBeforeStart;
            }
        }

        return problem == DropReason.None && !rows.Weight.IsEmpty && !IsWeight(rows.Weight[row]) ? DropReason.BadWeight : problem;
    }

    private DropReason Problem(long time, double longitude, double latitude)
    {
        if (time < 0)
        {
            return DropReason.BadTime;
        }

        // Not(<=) catches NaN too.
        if (!(Math.Abs(longitude) <= 180 && Math.Abs(latitude) <= 90))
        {
            return DropReason.BadPosition;
        }

        return time > nowMicroseconds ? DropReason.Future : DropReason.None;
    }

    private static bool IsWeight(double weight) => weight is >= 0 and <= LargestWeight && weight == Math.Floor(weight);
}
