namespace FineFlow.Synthetic;

/// <summary>How far a city has been written.</summary>
/// <param name="Written">Slots that are on the disk.</param>
/// <param name="Total">Slots there will be.</param>
/// <param name="SlotsPerSecond">Slots a second since the first one, which waits for the routes; 0 with the first.</param>
public readonly record struct CityProgress(int Written, int Total, double SlotsPerSecond)
{
    /// <summary>Seconds to the end at this rate; null before there is one.</summary>
    public double? SecondsLeft => SlotsPerSecond > 0 ? (Total - Written) / SlotsPerSecond : null;
}
