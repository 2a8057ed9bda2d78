namespace FineFlow.Plots.Charts;

/// <summary>Quantity and unit of an axis.</summary>
/// <param name="Name">The quantity, such as MAE.</param>
/// <param name="Unit">Its unit, such as "bikes per cell and hour"; empty for a plain number.</param>
internal sealed record ChartAxis(string Name, string Unit = "")
{
    /// <summary>The axis's title.</summary>
    internal string Text => Unit.Length == 0 ? Name : $"{Name} ({Unit})";
}
