namespace FineFlow.Core.Formats;

/// <summary>
/// An open safetensors file. The whole header is checked on opening; tensors are read when asked for. Not for use by
/// several threads at once.
/// </summary>
internal sealed class SafetensorsFile : IDisposable
{
    private readonly string _path;
    private readonly FileStream _stream;
    private readonly Dictionary<string, SafetensorsEntry> _byName;

    private SafetensorsFile(string path, FileStream stream, SafetensorsHeader header)
    {
        (_path, _stream) = (path, stream);
        (Entries, Metadata) = (header.Entries, header.Metadata);
        _byName = Entries.ToDictionary(entry => entry.Name);
    }

    /// <summary>The tensors, in the order of their data.</summary>
    public IReadOnlyList<SafetensorsEntry> Entries { get; }

    /// <summary>The file's free text; empty where it has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The tensor of that name.</summary>
    /// <exception cref="BadInputException">There is none.</exception>
    public SafetensorsEntry this[string name] =>
        _byName.TryGetValue(name, out var entry) ? entry : throw Bad(name, "is not in the file");

    /// <summary>Opens a file and checks that header and length are sound.</summary>
    /// <exception cref="BadInputException">No readable file, or not a sound safetensors file.</exception>
    public static SafetensorsFile Open(string path)
    {
        var stream = InputFile.Open(path);
        try
        {
            return new SafetensorsFile(path, stream, SafetensorsHeader.Read(stream, path));
        }
        catch (IOException failure)
        {
            stream.Dispose();
            throw InputFile.Unreadable(path, failure);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Returns whether a tensor of that name is there.</summary>
    public bool Contains(string name) => _byName.ContainsKey(name);

    /// <summary>Reads a tensor's little-endian bytes.</summary>
    /// <param name="entry">One of <see cref="Entries"/>.</param>
    /// <param name="destination">As long as the entry.</param>
    /// <exception cref="ArgumentException">The destination has another length.</exception>
    /// <exception cref="BadInputException">The file was cut since it was opened, or the disk fails.</exception>
    public void Read(SafetensorsEntry entry, Span<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (destination.Length != entry.Length)
        {
            throw new ArgumentException(Invariant($"expected {entry.Length} bytes, got {destination.Length}"), nameof(destination));
        }

        try
        {
            _stream.Position = entry.Offset;
            _stream.ReadExactly(destination);
        }
        catch (IOException failure)
        {
            throw InputFile.Unreadable(_path, failure);
        }
    }

    /// <summary>
    /// Reads a tensor as float32. Integers beyond 2^24 round to the nearest float32; F64 values beyond float32's range are refused.
    /// </summary>
    /// <exception cref="BadInputException">No such tensor, one too large for an array, or a value that is no float32.</exception>
    public float[] ReadSingle(string name) => ReadAll(this[name], format => format.ToSingle);

    /// <summary>Reads a tensor of integers of any width as int64.</summary>
    /// <exception cref="BadInputException">No such tensor, one too large for an array, or not of integers that fit.</exception>
    public long[] ReadInt64(string name) => ReadAll(this[name], format => format.ToInt64);

    /// <summary>Closes the file.</summary>
    public void Dispose() => _stream.Dispose();

    private T[] ReadAll<T>(SafetensorsEntry entry, Func<NumberFormat, Decode<T>?> conversion)
        where T : unmanaged
    {
        var format = SafetensorsTypes.Format(entry.Type);
        var decode = conversion(format)
            ?? throw Bad(entry.Name, Invariant($"has elements of type {SafetensorsTypes.Name(entry.Type)}; expected integers"));
        var count = entry.Length / format.Size;
        if (count > Array.MaxLength)
        {
            throw Bad(entry.Name, Invariant($"has {count} elements; expected at most {Array.MaxLength}"));
        }

        try
        {
            _stream.Position = entry.Offset;
            var source = Invariant($"{_path}: tensor {SafetensorsText.Quote(entry.Name)}");
            return new NumberReader<T>(_stream, source, format, decode, bigEndian: false).Read((int)count, knownToExist: true);
        }
        catch (IOException failure)
        {
            throw InputFile.Unreadable(_path, failure);
        }
    }

    private BadInputException Bad(string name, string problem) => new(_path, Invariant($"tensor {SafetensorsText.Quote(name)} {problem}"));
}
