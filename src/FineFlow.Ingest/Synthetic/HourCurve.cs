namespace FineFlow.Ingest.Synthetic;

/// <summary>Curves over the hours of a synthetic day, 7:00 to 22:00.</summary>
internal static class HourCurve
{
    private const int FirstHour = 7;

    /// <summary>A curve's value at an hour: linear between the full hours 7 .. 22, which it has.</summary>
    public static double At(double[] byHour, double hour)
    {
        var index = (int)hour - FirstHour;
        var past = hour - (int)hour;
        return byHour[index] * (1 - past) + byHour[index + 1] * past;
    }
}
