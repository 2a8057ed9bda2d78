using FineFlow.Core;
using FineFlow.Core.Storage;

namespace FineFlow.Experiments.Predictions;

/// <summary>The formats that predictions are written in, by the ending of the file's name. Every file appears whole or not at all.</summary>
public abstract class PredictionFormat
{
    private static readonly Dictionary<string, PredictionFormat> Formats = new(StringComparer.OrdinalIgnoreCase)
    {
        [".npy"] = new NpyPrediction(),
        [".tif"] = new GeoTiffPrediction(),
        [".tiff"] = new GeoTiffPrediction(),
        [".csv"] = new CsvPrediction(),
        [".png"] = new PngPrediction(),
    };

    /// <summary>Whether the format tells where the maps lie.</summary>
    public virtual bool UsesPlace => false;

    /// <summary>Whether the format shows one map of each channel alone.</summary>
    public virtual bool ShowsOneMap => false;

    /// <summary>Whether the format takes maps piece by piece, so that they need not fit into memory.</summary>
    public virtual bool TakesPieces => false;

    /// <summary>The format of a file's name.</summary>
    /// <exception cref="BadInputException">There is none.</exception>
    public static PredictionFormat Of(string path) => Formats.TryGetValue(Path.GetExtension(path), out var format)
        ? format
        : throw new BadInputException(path, $"has the ending '{Path.GetExtension(path)}'; one of {string.Join(", ", Formats.Keys)} is expected");

    /// <summary>Refuses what the format cannot hold, before the work of inferring it.</summary>
    /// <param name="place">Where the maps lie, if known.</param>
    /// <param name="maps">Number of maps: samples x channels.</param>
    /// <param name="source">The model's bundle, for messages.</param>
    /// <exception cref="BadInputException">Something is missing, or too much.</exception>
    public virtual void Check(GridPlace? place, long maps, string source)
    {
    }

    /// <summary>Writes a prediction to a file.</summary>
    /// <exception cref="BadInputException">The format cannot hold it, or the file cannot be written.</exception>
    public void Write(string path, Prediction prediction) => AtomicFile.Write(path, stream => Write(stream, prediction));

    /// <summary>Writes maps to a file as they are inferred.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maps">The maps, made for this format.</param>
    /// <param name="hasChannelAxis">Whether an array has a channel axis although there is one channel alone.</param>
    /// <param name="describe">Says of all fine maps, and the whole counts where those are asked for, what the format says of them.</param>
    /// <exception cref="BadInputException">The format cannot hold them, or the file cannot be written.</exception>
    public void Write(string path, PredictedMaps maps, bool hasChannelAxis, Func<FlowMaps, long[]?, Prediction> describe)
    {
        ArgumentNullException.ThrowIfNull(maps);
        ArgumentNullException.ThrowIfNull(describe);
        if (TakesPieces)
        {
            AtomicFile.Write(path, stream => Write(stream, maps, hasChannelAxis));
        }
        else
        {
            var (fine, whole) = maps.Complete();
            Write(path, describe(fine, whole));
        }
    }

    /// <summary>Writes maps to a stream as they are inferred, where the format takes pieces.</summary>
    /// <param name="stream">A seekable stream; left open.</param>
    /// <param name="maps">The maps.</param>
    /// <param name="hasChannelAxis">Whether an array has a channel axis although there is one channel alone.</param>
    protected virtual void Write(Stream stream, PredictedMaps maps, bool hasChannelAxis) =>
        throw new NotSupportedException($"{GetType().Name} does not take pieces");

    /// <summary>Writes a prediction to a stream.</summary>
    /// <param name="stream">A seekable stream; left open.</param>
    /// <param name="prediction">The prediction.</param>
    /// <exception cref="BadInputException">The format cannot hold it.</exception>
    public abstract void Write(Stream stream, Prediction prediction);
}
