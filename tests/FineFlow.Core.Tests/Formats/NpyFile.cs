using System.Buffers.Binary;
using System.Text;
using FineFlow.Core.Formats;

namespace FineFlow.Core.Tests.Formats;

/// <summary>Builds npy files byte by byte, sound and broken ones.</summary>
internal static class NpyFile
{
    public static byte[] Bytes(string header, params byte[] data) => Bytes(1, header, data);

    public static byte[] Bytes(byte version, string header, params byte[] data)
    {
        var text = Encoding.ASCII.GetBytes(header + "\n");
        var length = new byte[version == 1 ? 2 : 4];
        BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)text.Length);
        return [0x93, .. "NUMPY"u8, version, 0, .. length, .. text, .. data];
    }

    public static string Header(string descr, string shape, bool fortranOrder = false) =>
        $"{{'descr': '{descr}', 'fortran_order': {fortranOrder}, 'shape': {shape}, }}";

    /// <summary>Reads through a stream that cannot seek and gives little at a time.</summary>
    public static NpyArray<float> ReadStream(byte[] file) => NpyReader.ReadSingle(new TricklingStream(file), "body");

    public static T ReadPath<T>(byte[] file, Func<string, T> read)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("a.npy");
        File.WriteAllBytes(path, file);
        return read(path);
    }
}
