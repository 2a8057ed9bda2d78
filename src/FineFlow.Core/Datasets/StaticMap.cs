namespace FineFlow.Core.Datasets;

/// <summary>What dataset.json says of a map that does not change with time, as the length of roads in each fine cell.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Source">Where it comes from, and what its numbers are.</param>
public sealed record StaticMap(string Name, string? Source = null);
