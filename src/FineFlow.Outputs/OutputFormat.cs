using FineFlow.Core;
using FineFlow.Core.Storage;

namespace FineFlow.Outputs;

/// <summary>A format of fine maps, for files and for answers. The formats that there are: <see cref="OutputFormats"/>.</summary>
public abstract class OutputFormat
{
    /// <summary>The name by which requests choose the format, such as <c>npy</c>.</summary>
    public abstract string Key { get; }

    /// <summary>The endings of its files, such as <c>.npy</c>; none for a format that is only sent.</summary>
    public abstract IReadOnlyList<string> Endings { get; }

    /// <summary>Its media type.</summary>
    public abstract string MediaType { get; }

    /// <summary>A short description, such as <c>an array</c>.</summary>
    public abstract string Description { get; }

    /// <summary>Whether the format tells where the maps lie, where that is known.</summary>
    public virtual bool UsesPlace => false;

    /// <summary>Whether the format cannot do without the place of the maps.</summary>
    public virtual bool NeedsPlace => false;

    /// <summary>Whether the format shows one map of each channel alone.</summary>
    public virtual bool ShowsOneMap => false;

    /// <summary>Whether the format takes maps piece by piece, so that they need not fit into memory.</summary>
    public virtual bool TakesPieces => false;

    /// <summary>Whether a file of the format holds quantiles beside the maps (<see cref="Prediction.Quantiles"/>).</summary>
    public virtual bool HoldsQuantiles => false;

    /// <summary>Whether it holds draws as well (<see cref="Prediction.Draws"/>).</summary>
    public virtual bool HoldsDraws => false;

    /// <summary>Whether a file of the format can mark cells without flow as cells without data.</summary>
    internal virtual bool HoldsNodata => false;

    /// <summary>Ending of the style that stands beside a file of the format, such as <c>.qml</c>; null where there is none.</summary>
    internal virtual string? StyleEnding => null;

    /// <summary>Refuses what the format cannot hold, before the work of inferring it.</summary>
    /// <param name="place">Place of the maps; null where unknown.</param>
    /// <param name="maps">Number of maps: samples x channels, and as many for each quantile.</param>
    /// <param name="source">The model's bundle, for messages.</param>
    /// <exception cref="BadInputException">The format needs a place that is unknown, or does not hold so many maps.</exception>
    public virtual void Check(GridPlace? place, long maps, string source)
    {
    }

    /// <summary>Writes a prediction to a file, which appears whole or not at all.</summary>
    /// <exception cref="BadInputException">The format cannot hold it, or the file cannot be written.</exception>
    public void Write(string path, Prediction prediction) => AtomicFile.Write(path, stream => Write(stream, prediction));

    /// <summary>Writes a prediction to a stream.</summary>
    /// <param name="stream">A seekable stream; left open.</param>
    /// <param name="prediction">The prediction.</param>
    /// <exception cref="BadInputException">The format cannot hold it.</exception>
    public abstract void Write(Stream stream, Prediction prediction);

    /// <summary>Writes maps to a stream piece by piece as they are inferred.</summary>
    /// <param name="stream">A seekable stream; left open.</param>
    /// <param name="pieces">The maps.</param>
    /// <exception cref="NotSupportedException">The format does not take pieces.</exception>
    public virtual void Write(Stream stream, FinePieces pieces) => throw new NotSupportedException($"{Key} does not take pieces");

    /// <summary>Writes the style of a file.</summary>
    /// <exception cref="NotSupportedException">The format has none.</exception>
    internal virtual void WriteStyle(Stream stream, Prediction prediction) => throw new NotSupportedException($"{Key} has no style");
}
