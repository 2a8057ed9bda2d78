namespace FineFlow.Torch.Continual.Replay;

/// <summary>A window of a map, in cells.</summary>
internal readonly record struct MapWindow(int Top, int Left, int Height, int Width)
{
    /// <summary>Returns the same window of a map with <paramref name="factor"/> times as many rows and columns.</summary>
    public MapWindow Enlarge(int factor) => new(Top * factor, Left * factor, Height * factor, Width * factor);
}
