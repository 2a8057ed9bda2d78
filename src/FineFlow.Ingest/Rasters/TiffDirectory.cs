using System.Buffers.Binary;
using System.Text;
using FineFlow.Core;

namespace FineFlow.Ingest.Rasters;

/// <summary>
/// The tags of a TIFF's first picture. Every length in it is checked against the file's before anything is allocated, which the library
/// that unpacks the cells does not do.
/// </summary>
internal sealed class TiffDirectory
{
    private const int EntryBytes = 12, ValueBytes = 4, HeaderBytes = 8, MostPictures = 1000;
    private const ushort Magic = 42, BigMagic = 43;
    private static readonly int[] TypeBytes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8];

    private readonly Dictionary<TiffTags, (int Type, long Count, long Place)> _entries = [];
    private readonly Stream _stream;
    private readonly string _source;
    private readonly bool _isBigEndian;

    private TiffDirectory(Stream stream, string source)
    {
        (_stream, _source) = (stream, source);
        var header = Bytes(0, HeaderBytes);
        _isBigEndian = header[0] == 'M';
        if (header is not ([(byte)'I', (byte)'I', ..] or [(byte)'M', (byte)'M', ..]))
        {
            throw Refuse("does not begin as a TIFF");
        }

        var magic = UInt16(header.AsSpan(2));
        if (magic != Magic)
        {
            throw Refuse(magic == BigMagic ? "is a BigTIFF; a TIFF below 4 GB is expected" : "does not begin as a TIFF");
        }

        var next = ReadEntries(UInt32(header.AsSpan(4)), _entries);
        RefuseOtherPictures(next);
    }

    /// <summary>Reads the tags.</summary>
    /// <exception cref="BadInputException">The file is no TIFF, is damaged or cut, or holds several pictures.</exception>
    public static TiffDirectory Read(Stream stream, string source) => new(stream, source);

    /// <summary>The file, for messages.</summary>
    public string Source => _source;

    /// <summary>Length of the file in bytes.</summary>
    public long FileBytes => _stream.Length;

    /// <summary>Returns a refusal of the file.</summary>
    public BadInputException Refuse(InvariantText problem) => new(_source, problem);

    /// <summary>Returns the whole numbers of a tag; empty without it.</summary>
    public long[] Numbers(TiffTags tag) => Values(tag, (type, bytes) => type switch
    {
        1 => bytes[0],
        3 => UInt16(bytes),
        4 => (long)UInt32(bytes),
        _ => throw Refuse($"has a tag {(int)tag} of type {type}; whole numbers are expected"),
    });

    /// <summary>Returns the whole number of a tag.</summary>
    public long Number(TiffTags tag, long otherwise) => Numbers(tag) is [var number, ..] ? number : otherwise;

    /// <summary>Returns the fractions of a tag; empty without it.</summary>
    public double[] Fractions(TiffTags tag) => Values(tag, (type, bytes) => type == 12
        ? _isBigEndian ? BinaryPrimitives.ReadDoubleBigEndian(bytes) : BinaryPrimitives.ReadDoubleLittleEndian(bytes)
        : throw Refuse($"has a tag {(int)tag} of type {type}; fractions of 8 bytes are expected"));

    /// <summary>Returns the text of a tag; null without it.</summary>
    public string? Text(TiffTags tag) => _entries.TryGetValue(tag, out var entry)
        ? Encoding.UTF8.GetString(Bytes(entry.Place, entry.Count * TypeBytes[entry.Type])).TrimEnd('\0', ' ')
        : null;

    private delegate T Decode<T>(int type, ReadOnlySpan<byte> bytes);

    private T[] Values<T>(TiffTags tag, Decode<T> decode)
    {
        if (!_entries.TryGetValue(tag, out var entry))
        {
            return [];
        }

        var size = TypeBytes[entry.Type];
        var bytes = Bytes(entry.Place, entry.Count * size);
        var values = new T[entry.Count];
        for (var value = 0; value < values.Length; value++)
        {
            values[value] = decode(entry.Type, bytes.AsSpan(value * size, size));
        }

        return values;
    }

    /// <summary>Reads a directory's entries; returns the place of the next directory, 0 without one.</summary>
    private long ReadEntries(long place, Dictionary<TiffTags, (int Type, long Count, long Place)> entries)
    {
        var count = UInt16(Bytes(place, sizeof(ushort)));
        var bytes = Bytes(place + sizeof(ushort), (count * EntryBytes) + ValueBytes);
        for (var index = 0; index < count; index++)
        {
            var entry = bytes.AsSpan(index * EntryBytes, EntryBytes);
            var (tag, type, values) = ((TiffTags)UInt16(entry), UInt16(entry[2..]), (long)UInt32(entry[4..]));
            if (type == 0 || type >= TypeBytes.Length)
            {
                continue; // readers skip fields of types that they do not know (TIFF 6.0, section 2)
            }

            var length = values * TypeBytes[type];
            var at = length <= ValueBytes ? place + sizeof(ushort) + (index * EntryBytes) + 8 : UInt32(entry[8..]);
            if (at + length > _stream.Length)
            {
                throw Refuse($"is damaged or cut: a tag {(int)tag} of {length} bytes goes beyond its end");
            }

            if (!entries.TryAdd(tag, (type, values, at)))
            {
                throw Refuse($"is damaged: it has the tag {(int)tag} twice");
            }
        }

        return UInt32(bytes.AsSpan(count * EntryBytes));
    }

    /// <summary>Overviews and masks of the first picture may follow; they are not read.</summary>
    private void RefuseOtherPictures(long place)
    {
        const int OverviewOrMask = 1 | 4;
        for (var picture = 0; place != 0; picture++)
        {
            var entries = new Dictionary<TiffTags, (int Type, long Count, long Place)>();
            place = ReadEntries(place, entries);
            var kind = entries.TryGetValue(TiffTags.NewSubfileType, out var entry) ? UInt32(Bytes(entry.Place, ValueBytes)) : 0;
            if ((kind & OverviewOrMask) == 0 || picture > MostPictures)
            {
                throw Refuse("holds several pictures; one with a band for each slot and channel is expected");
            }
        }
    }

    private byte[] Bytes(long place, long count)
    {
        if (place < 0 || count > Array.MaxLength || place + count > _stream.Length)
        {
            throw Refuse("is damaged or cut");
        }

        var bytes = new byte[count];
        _stream.Position = place;
        _stream.ReadExactly(bytes);
        return bytes;
    }

    private ushort UInt16(ReadOnlySpan<byte> bytes) =>
        _isBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private uint UInt32(ReadOnlySpan<byte> bytes) =>
        _isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}
