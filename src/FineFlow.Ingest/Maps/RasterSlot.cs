namespace FineFlow.Ingest.Maps;

/// <summary>The bands of a slot.</summary>
/// <param name="Slot">A local second, or a number.</param>
/// <param name="Bands">Its bands.</param>
internal sealed record RasterSlot(long Slot, RasterBand[] Bands);
