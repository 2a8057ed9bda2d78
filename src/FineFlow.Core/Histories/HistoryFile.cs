using System.IO.Compression;
using FineFlow.Core.Formats;
using FineFlow.Core.Storage;

namespace FineFlow.Core.Histories;

/// <summary>
/// A history as one compressed file, an <c>.npz</c> archive: <c>fine.npy</c> [S, C, N*H, N*W], whole numbers where the counts are, and
/// <c>slots.npy</c> [S, 4] with day, second of day, weekday and holiday (<see cref="SlotClock"/>), and, where static maps gave one,
/// <c>prior.npy</c> [C, N*H, N*W] (<see cref="FineHistory.Prior"/>).
/// </summary>
internal static class HistoryFile
{
    private const string Fine = "fine.npy";
    private const string Slots = "slots.npy";
    private const string Prior = "prior.npy";
    private const int SlotColumns = 4;

    /// <summary>Writes a history; the same history gives the same bytes.</summary>
    /// <exception cref="BadInputException">The file cannot be written.</exception>
    public static void Save(string path, FineHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        AtomicFile.Write(path, stream => stream.Write(history.Archive));
    }

    /// <summary>Returns a history as the bytes of its file.</summary>
    internal static byte[] Compress(FineHistory history)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(archive, Fine, entry => WriteFine(entry, history.Fine));
            Add(archive, Slots, entry => NpyWriter.Write(entry, Values(history.Clocks), history.Slots, SlotColumns));
            if (history.Prior is { } prior)
            {
                Add(archive, Prior, entry => NpyWriter.Write(entry, prior, history.Fine.Channels, history.Fine.Rows, history.Fine.Columns));
            }
        }

        return bytes.ToArray();
    }

    /// <summary>Reads a history.</summary>
    /// <param name="path">The file.</param>
    /// <param name="fine">Channels, rows and columns that its maps must have.</param>
    /// <param name="factor">Upscaling factor N.</param>
    /// <exception cref="BadInputException">The file is missing, damaged, or of maps of another size.</exception>
    public static FineHistory Load(string path, FlowShape fine, int factor)
    {
        var (maps, slots, prior) = InputFile.Read(path, stream => Read(stream, path));
        var samples = maps.Shape.Length == 4 ? maps.Shape[0] : 0;
        if (samples < 1 || !maps.Shape.AsSpan(1).SequenceEqual([fine.Channels, fine.Rows, fine.Columns]))
        {
            throw new BadInputException(
                path,
                $"holds maps [{string.Join(", ", maps.Shape)}]; expected [slots, {fine.Channels}, {fine.Rows}, {fine.Columns}]");
        }

        if (!slots.Shape.AsSpan().SequenceEqual([samples, SlotColumns]))
        {
            throw new BadInputException(
                path, $"holds slots [{string.Join(", ", slots.Shape)}]; expected [{samples}, {SlotColumns}], one row a map");
        }

        if (FlowValues.FirstInvalid(maps.Values) >= 0 || slots.Values.Any(value => !(Math.Abs(value) <= 1e9f)))
        {
            throw new BadInputException(path, "holds a value that is no count or no time; expected finite numbers, counts of at least 0");
        }

        if (prior is { } known && (!known.Shape.AsSpan().SequenceEqual([fine.Channels, fine.Rows, fine.Columns])
            || known.Values.Any(value => !(value > 0 && float.IsFinite(value)))))
        {
            throw new BadInputException(
                path, $"holds {Prior} [{string.Join(", ", known.Shape)}]; [{fine.Channels}, {fine.Rows}, {fine.Columns}] of finite numbers "
                    + "above 0 is expected");
        }

        return new(new(fine with { Samples = samples }, maps.Values), Clocks(slots.Values), factor, prior?.Values);
    }

    private static (NpyArray<float> Fine, NpyArray<float> Slots, NpyArray<float>? Prior) Read(Stream stream, string path)
    {
        try
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            return (Array(Fine), Array(Slots), archive.GetEntry(Prior) is null ? null : Array(Prior));

            NpyArray<float> Array(string name)
            {
                var entry = archive.GetEntry(name) ?? throw new BadInputException(path, $"lacks {name}; expected {Fine} and {Slots}");
                using var content = entry.Open();
                return NpyReader.ReadSingle(content, $"{path}/{name}");
            }
        }
        catch (InvalidDataException failure)
        {
            throw new BadInputException(path, $"is not a sound npz archive: {failure.Message}", failure);
        }
    }

    private static void Add(ZipArchive archive, string name, Action<Stream> write)
    {
        var entry = archive.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero); // the earliest that the format knows: equal content, equal bytes
        using var stream = entry.Open();
        write(stream);
    }

    private static void WriteFine(Stream stream, FlowMaps fine)
    {
        int[] shape = [fine.Samples, fine.Channels, fine.Rows, fine.Columns];
        if (fine.Values.All(value => value == (int)value))
        {
            NpyWriter.Write(stream, [.. fine.Values.Select(value => (int)value)], shape);
        }
        else
        {
            NpyWriter.Write(stream, fine.Values, shape);
        }
    }

    private static float[] Values(SlotClock[] clocks) =>
        [.. clocks.SelectMany(clock => new float[] { clock.Day, clock.Second, clock.Weekday, clock.Holiday ? 1 : 0 })];

    private static SlotClock[] Clocks(float[] values) =>
        [.. values.Chunk(SlotColumns).Select(row => new SlotClock((int)row[0], (int)row[1], (int)row[2], row[3] != 0))];
}
