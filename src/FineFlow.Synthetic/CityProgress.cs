namespace FineFlow.Synthetic;

/// <summary>How far a city has been written.</summary>
/// <param name="Written">Slots that are on the disk.</param>
/// <param name="Total">Slots there will be.</param>
public readonly record struct CityProgress(int Written, int Total);
