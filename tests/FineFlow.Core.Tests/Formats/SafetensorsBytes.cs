using System.Text;
using FineFlow.Core.Formats;

namespace FineFlow.Core.Tests.Formats;

/// <summary>Builds safetensors files byte by byte, sound and broken ones.</summary>
internal static class SafetensorsBytes
{
    public static byte[] Of(string header, params byte[] data)
    {
        var text = Encoding.UTF8.GetBytes(header);
        return [.. BitConverter.GetBytes((ulong)text.Length), .. text, .. data];
    }

    /// <summary>One tensor "a", little-endian.</summary>
    public static byte[] OneTensor(string dtype, string shape, byte[] data) =>
        Of($$"""{"a":{"dtype":"{{dtype}}","shape":{{shape}},"data_offsets":[0,{{data.Length}}] } }""", data);

    public static T Read<T>(byte[] file, Func<SafetensorsFile, T> read)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("a.safetensors");
        File.WriteAllBytes(path, file);
        using var opened = SafetensorsFile.Open(path);
        return read(opened);
    }

    public static byte[] Written(SafetensorsWriter writer)
    {
        using var stream = new MemoryStream();
        writer.Write(stream);
        return stream.ToArray();
    }
}
