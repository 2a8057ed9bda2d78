namespace FineFlow.Synthetic.Common;

/// <summary>A city with its roads and its people.</summary>
internal interface ICity
{
    /// <summary>The width of the widest road in each fine cell, in some unit; 0 without one.</summary>
    float[] Roads { get; }

    /// <summary>Returns a day of its life. A day is the same in whichever period it falls.</summary>
    ICityDay DayOf(DateOnly date);
}

/// <summary>One day of a city.</summary>
internal interface ICityDay
{
    /// <summary>The day in the calendar.</summary>
    CalendarDay Calendar { get; }

    /// <summary>Returns the weather at an hour.</summary>
    Weather WeatherAt(double hour);

    /// <summary>Draws the counts of a slot around what is expected. The slots of a day are drawn in their order, each once.</summary>
    /// <param name="hour">Where in the day the slot begins.</param>
    /// <param name="counts">One count a fine cell, [rows, columns].</param>
    void Draw(double hour, Span<float> counts);
}
