using FineFlow.Core;
using FineFlow.Core.Datasets;

namespace FineFlow.Outputs;

/// <summary>Fine maps that a model inferred, with what the formats say of them.</summary>
public sealed record Prediction
{
    /// <summary>The fine maps, [n, C, N*H, N*W], in counts.</summary>
    public required FlowMaps Fine { get; init; }

    /// <summary>The fine maps as whole counts; null where they are not rounded.</summary>
    public long[]? Whole { get; init; }

    /// <summary>Quantiles of the fine cells' counts, for formats that hold them; none where none are asked for.</summary>
    public IReadOnlyList<QuantileMaps> Quantiles { get; init; } = [];

    /// <summary>Draws, whole counts, for formats that hold them; none where none are asked for.</summary>
    public IReadOnlyList<FlowMaps> Draws { get; init; } = [];

    /// <summary>The catalog's name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Description of the data that the model was trained on: name, units, channels.</summary>
    public DatasetManifest Manifest { get; init; } = new();

    /// <summary>Place of the maps; null where unknown.</summary>
    public GridPlace? Place { get; init; }

    /// <summary>Start of the n slots in seconds since 1970 on the local clock, if known.</summary>
    public long[]? Time { get; init; }

    /// <summary>The one slot to draw in a picture; the mean of all where null.</summary>
    public int? Slot { get; init; }

    /// <summary>Shape that an array of the maps has; [n, C, N*H, N*W] where it is not given.</summary>
    public int[] ArrayShape
    {
        get => field ?? [Fine.Samples, Fine.Channels, Fine.Rows, Fine.Columns];
        init;
    }

    /// <summary>Where the maps come from.</summary>
    internal Provenance Provenance { get; init; } = new();

    /// <summary>Whether files mark cells without flow as cells without data, which programs do not draw.</summary>
    internal bool ZerosAsNodata { get; init; }

    /// <summary>The heading of files and pictures.</summary>
    internal string Title => Manifest.Name is { } city ? $"Inferred flow, {city}" : "Inferred flow";

    /// <summary>Returns a channel's name: the manifest's, if it names all channels.</summary>
    public string ChannelName(int channel) => Manifest.ChannelNames(Fine.Channels)[channel];

    /// <summary>Returns a slot's start as ISO 8601 on the local clock, or its number from 0 where times are unknown.</summary>
    public string SlotName(int sample) => SlotTimes.Name(Time, sample);
}
