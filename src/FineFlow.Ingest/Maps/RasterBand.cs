using FineFlow.Ingest.Rasters;

namespace FineFlow.Ingest.Maps;

/// <summary>A band.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Index">Its index in the file.</param>
/// <param name="Text">Its description.</param>
/// <param name="Cells">Its cells.</param>
internal sealed record RasterBand(string Path, int Index, string Text, double[] Cells)
{
    /// <summary>Its time; null where the file does not tell it.</summary>
    public TimeInText? Time { get; init; }

    /// <summary>Its channel; empty where the file does not tell it.</summary>
    public string Channel { get; init; } = "";

    /// <summary>Its slot: a local second, or a number.</summary>
    public long Slot { get; init; }

    /// <summary>What it is called in messages.</summary>
    public string Words => Text.Length > 0 ? $"'{Text}'" : FormattableString.Invariant($"{Index + 1}");

    /// <summary>Returns a band of a file.</summary>
    public static RasterBand Of(Raster raster, int index, BandLabel label)
    {
        var described = TimeInText.Find(label.Description);
        var time = label.Time is { } text ? TimeInText.Find(text) : described;
        return new(raster.Path, index, label.Description, raster.Bands[index])
        {
            Time = time,
            Channel = label.Channel ?? described?.Rest ?? label.Description,
        };
    }
}
