using System.IO.Compression;

namespace FineFlow.AspNetCore.Pages;

/// <summary>A file inside a page: packed with gzip, written in base64.</summary>
internal sealed class PackedFile
{
    /// <summary>Bytes that are written at once; a multiple of three, which need no padding.</summary>
    private const int Step = 3 << 16;

    private readonly MemoryStream _packed;

    private PackedFile(MemoryStream packed) => _packed = packed;

    /// <summary>Packs bytes.</summary>
    public static PackedFile Of(byte[] content) => Of(new MemoryStream(content));

    /// <summary>Packs what a stream holds, and closes it.</summary>
    public static PackedFile Of(Stream content)
    {
        var packed = new MemoryStream();
        using (content)
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            content.CopyTo(gzip);
        }

        return new(packed);
    }

    /// <summary>Takes what is packed already, and closes the stream.</summary>
    public static PackedFile Packed(Stream gzip)
    {
        var packed = new MemoryStream();
        using (gzip)
        {
            gzip.CopyTo(packed);
        }

        return new(packed);
    }

    /// <summary>Writes the file.</summary>
    public void WriteBase64(TextWriter writer)
    {
        var bytes = _packed.GetBuffer().AsSpan(0, (int)_packed.Length);
        for (; bytes.Length > Step; bytes = bytes[Step..])
        {
            writer.Write(Convert.ToBase64String(bytes[..Step]));
        }

        writer.Write(Convert.ToBase64String(bytes));
    }
}
