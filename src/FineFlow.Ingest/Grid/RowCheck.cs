namespace FineFlow.Ingest.Grid;

/// <summary>Whether a row means something, wherever and whenever it is.</summary>
/// <param name="nowMicroseconds">What is later is in the future.</param>
/// <param name="directions">Which ends of a trip are counted.</param>
internal sealed class RowCheck(long nowMicroseconds, FlowDirections directions)
{
    /// <summary>More than any crowd, and so little that sums of them stay exact.</summary>
    public const double LargestWeight = 1_000_000;

    /// <summary>What is wrong with a row, as far as it is counted.</summary>
    public RowProblems Problems(in RowBatch rows, int row)
    {
        if (rows.HasVehicles && rows.Vehicle(row).IsEmpty)
        {
            return new(DropReason.BadVehicle, DropReason.BadVehicle);
        }

        var start = Problem(rows.Time[row], rows.Longitude[row], rows.Latitude[row]);
        var problems = rows.EndTime.IsEmpty ? new(start, start) : OfTrip(rows, row, start);
        return rows.Weight.IsEmpty || IsWeight(rows.Weight[row]) ? problems : problems.Or(DropReason.BadWeight);
    }

    private RowProblems OfTrip(in RowBatch rows, int row, DropReason start)
    {
        var problems = new RowProblems(start, Problem(rows.EndTime[row], rows.EndLongitude[row], rows.EndLatitude[row]));
        if (IsPast(rows.Time[row]) && IsPast(rows.EndTime[row]) && rows.EndTime[row] < rows.Time[row])
        {
            problems = problems.Or(DropReason.EndsBeforeStart);
        }

        return directions switch
        {
            FlowDirections.Out => new(problems.Start, problems.Start),
            FlowDirections.In => new(problems.End, problems.End),
            _ => problems,
        };
    }

    private DropReason Problem(long time, double longitude, double latitude)
    {
        // The first instant of 1970 is what a missing time becomes in many programs.
        if (time <= 0)
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

    private bool IsPast(long time) => time > 0 && time <= nowMicroseconds;

    private static bool IsWeight(double weight) => weight is >= 0 and <= LargestWeight && weight == Math.Floor(weight);
}
