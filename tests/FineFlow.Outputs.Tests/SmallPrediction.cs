using FineFlow.Core;
using FineFlow.Core.Datasets;

namespace FineFlow.Outputs.Tests;

/// <summary>
/// A prediction of 3 slots, 2 channels and 2 x 4 cells whose values tell their places: slot 100, channel 10, cell 1, and a half.
/// </summary>
internal static class SmallPrediction
{
    public static Prediction Create(GridPlace? place = null) => new()
    {
        Fine = new FlowMaps(new(3, 2, 2, 4), [.. Enumerable.Range(0, 48).Select(i => 100 * (i / 16) + 10 * (i / 8 % 2) + i % 8 + 0.5f)]),
        Model = "plgf",
        Manifest = new DatasetManifest { Name = "A city", Channels = ["in", "out"], Units = "trips" },
        Place = place,
    };

    public static GridPlace Degrees { get; } = new(new BoundingBox { South = 37, North = 38, West = -122, East = -120 }, 4326);

    public static GridPlace Metres { get; } = new(
        new BoundingBox { South = 5_800_000, North = 5_801_000, West = 390_000, East = 392_000 }, 25833);

    public static long[] Whole { get; } = [.. Enumerable.Range(0, 48)];
}
