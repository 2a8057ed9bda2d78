namespace FineFlow.Ingest.Grid;

/// <summary>Validates rows, independent of grid and period.</summary>
/// <param name="nowMicroseconds">Current time; later times are in the future.</param>
/// <param name="directions">The ends of trips that are counted.</param>
internal sealed class RowCheck(long nowMicroseconds, FlowDirections directions)
{
    /// <summary>Larger than any crowd, and small enough for exact sums.</summary>
    public const double LargestWeight = 1_000_000;

    /// <summary>Whether places are those of stations (<see cref="StationTrips"/>).</summary>
    public bool HasStations { get; init; }

    /// <summary>Returns what is wrong with the counted parts of a row.</summary>
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
        // Many programs store a missing time as the first instant of 1970.
        if (time <= 0)
        {
            return DropReason.BadTime;
        }

        if (HasStations && longitude == StationTrips.UnknownPlace)
        {
            return DropReason.UnknownStation;
        }

        // The negation of <= covers NaN too.
        if (!(Math.Abs(longitude) <= 180 && Math.Abs(latitude) <= 90))
        {
            return DropReason.BadPosition;
        }

        return time > nowMicroseconds ? DropReason.Future : DropReason.None;
    }

    private bool IsPast(long time) => time > 0 && time <= nowMicroseconds;

    private static bool IsWeight(double weight) => weight is >= 0 and <= LargestWeight && weight == Math.Floor(weight);
}
