namespace FineFlow.Synthetic.Common;

/// <summary>The hours of a synthetic day: half-hour slots from 7:00 to 21:30.</summary>
internal static class DayHours
{
    /// <summary>The hour of the first slot.</summary>
    public const int First = 7;

    /// <summary>Length of a slot.</summary>
    public const int SlotMinutes = 30;

    /// <summary>Slots of a day.</summary>
    public const int Slots = 30;

    /// <summary>Returns the hour at which a slot of a day begins.</summary>
    public static double Begin(int slot) => First + slot * SlotMinutes / 60.0;

    /// <summary>Returns a curve's value at an hour: linear between the full hours 7 .. 22, whose values it has.</summary>
    public static double Interpolate(double[] byHour, double hour)
    {
        var index = (int)hour - First;
        var past = hour - (int)hour;
        return byHour[index] * (1 - past) + byHour[index + 1] * past;
    }
}
