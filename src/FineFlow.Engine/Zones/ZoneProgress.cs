namespace FineFlow.Engine.Zones;

/// <summary>How far the work on zones is.</summary>
/// <param name="Done">Slots that are done.</param>
/// <param name="Total">All slots.</param>
/// <param name="Seconds">Seconds that they took.</param>
internal sealed record ZoneProgress(int Done, int Total, double Seconds)
{
    /// <summary>Slots a second.</summary>
    public double SlotsPerSecond => Done / Seconds;

    /// <summary>Seconds to the end at this rate.</summary>
    public double SecondsLeft => (Total - Done) / SlotsPerSecond;
}
