namespace FineFlow.Synthetic.Common;

/// <summary>A day in the calendar.</summary>
/// <param name="Date">The date.</param>
/// <param name="Holiday">Whether it is a public holiday.</param>
internal readonly record struct CalendarDay(DateOnly Date, bool Holiday)
{
    /// <summary>1 Monday .. 7 Sunday.</summary>
    public int DayOfWeek => Date.DayOfWeek == System.DayOfWeek.Sunday ? 7 : (int)Date.DayOfWeek;

    /// <summary>Saturday or Sunday.</summary>
    public bool Weekend => DayOfWeek >= 6;

    /// <summary>Offices are closed.</summary>
    public bool Free => Weekend || Holiday;
}
