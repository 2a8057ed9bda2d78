using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Formats;
using FineFlow.Torch.Inference;

namespace FineFlow.Engine.Predictions;

/// <summary>Coarse maps to predict from, with what is known of them.</summary>
public sealed record PredictionInput
{
    private const int RankWithChannels = 4;

    /// <summary>The file or split of the maps, for messages.</summary>
    public required string Source { get; init; }

    /// <summary>Coarse maps [n, C, H, W], raw counts, and what else is given of their slots.</summary>
    public required FlowInputs Inputs { get; init; }

    /// <summary>Where the maps come from; null where no more is known than their times.</summary>
    public InputOrigin? Origin { get; init; }

    /// <summary>Whether the file's array has a channel axis, which the answer then has as well.</summary>
    public bool HasChannelAxis { get; init; }

    /// <summary>Reads the maps from npy files.</summary>
    /// <param name="input">Coarse counts, [n, H, W] or [n, C, H, W], NaN where one is missing.</param>
    /// <param name="external">External factors [n, 7]; null where there are none.</param>
    /// <param name="time">Starts of the slots [n]; null where they are not known.</param>
    /// <param name="below">Missing counts are known to be smaller than this; null: nothing is known of them.</param>
    /// <exception cref="BadInputException">A file cannot be read, holds values out of their range, or has another number of
    /// slots.</exception>
    public static PredictionInput Read(string input, string? external, string? time, int? below)
    {
        var (coarse, mask) = FlowFiles.ReadCoarse(input);
        return new()
        {
            Source = input,
            Inputs = new(
                coarse,
                external is null ? null : FlowFiles.ReadExternal(external),
                time is null ? null : ReadTime(time, coarse, input),
                Mask: mask)
            { Below = below },
            HasChannelAxis = IsRankWithChannels(input),
        };
    }

    /// <summary>Takes the maps of a dataset's split.</summary>
    /// <exception cref="BadInputException">The split's file of coarse maps cannot be read any more.</exception>
    public static PredictionInput FromSplit(FlowDataset data, string split)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new()
        {
            Source = Path.Join(data.Folder, split),
            Inputs = data[split].Inputs,
            Origin = InputOrigin.From(data),
            HasChannelAxis = IsRankWithChannels(Path.Join(data.Folder, split, "X.npy")),
        };
    }

    private static bool IsRankWithChannels(string path) => NpyReader.ReadHeader(path).Shape.Length == RankWithChannels;

    private static long[] ReadTime(string path, FlowMaps coarse, string input)
    {
        var time = FlowFiles.ReadTime(path);
        return time.Length == coarse.Samples
            ? time
            : throw new BadInputException(path, $"has {time.Length} times; {coarse.Samples} are expected, as in {input}");
    }
}
