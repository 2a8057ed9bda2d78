namespace FineFlow.Ingest.Grid;

/// <summary>Descriptions of drop reasons.</summary>
internal static class DropReasonText
{
    /// <summary>Returns a description of dropped rows, positions or ends of trips.</summary>
    public static string Words(this DropReason reason) => reason switch
    {
        DropReason.None => "counted",
        DropReason.Malformed => "no row of the table",
        DropReason.BadTime => "without a usable time",
        DropReason.BadPosition => "without a usable longitude and latitude",
        DropReason.BadWeight => "without a usable weight",
        DropReason.BadVehicle => "without a vehicle",
        DropReason.EndsBeforeStart => "of a trip that ends before it starts",
        DropReason.Future => "later than now",
        DropReason.Duplicate => "equal to an earlier row",
        DropReason.OutOfPeriod => "outside the days asked for",
        DropReason.OutOfHours => "outside the hours asked for",
        DropReason.ClockChange => "in a change of the clock",
        DropReason.OutOfBox => "outside the box",
        DropReason.FirstPosition => "the first position of a vehicle",
        DropReason.LongGap => "too long after the previous position",
        DropReason.SameCell => "in the cell of the previous position",
        DropReason.ThinSlot => "in a slot with too few rows",
        DropReason.UnknownStation => "at a station that is not in the table of stations",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "is no reason"),
    };
}
