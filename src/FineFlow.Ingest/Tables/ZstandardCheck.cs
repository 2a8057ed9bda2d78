using System.Buffers.Binary;
using FineFlow.Core;

namespace FineFlow.Ingest.Tables;

/// <summary>
/// Checks that a Zstandard file is complete (RFC 8878). The table engine verifies the expanded bytes, but takes a truncated file for a
/// shorter one. This check walks through frames and blocks without expanding them.
/// </summary>
internal sealed class ZstandardCheck(Stream compressed, string file)
{
    private const uint FrameMagic = 0xFD2FB528;
    private const uint SkippableMagic = 0x184D2A50;
    private const int SkippableKinds = 16;
    private const int RepeatedByte = 1, Reserved = 3;

    private readonly byte[] _bytes = new byte[4];

    /// <summary>Reads a stream to its end.</summary>
    /// <exception cref="BadInputException">The stream is truncated or damaged.</exception>
    public void Verify(CancellationToken cancellationToken)
    {
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            SkipFrame();
        }
        while (compressed.Position < compressed.Length);
    }

    private void SkipFrame()
    {
        var magic = Read(4);
        if (magic - SkippableMagic < SkippableKinds)
        {
            Skip(Read(4));
            return;
        }

        if (magic != FrameMagic)
        {
            throw Damaged();
        }

        var descriptor = Read(1);
        Skip(HeaderBytes(descriptor));
        while (!SkipBlock())
        {
        }

        Skip(HasChecksum(descriptor) ? 4u : 0);
    }

    /// <summary>Skips a block; returns whether it is its frame's last.</summary>
    private bool SkipBlock()
    {
        var header = Read(3);
        var (isLast, kind, size) = ((header & 1) != 0, (header >> 1) & 3, header >> 3);
        if (kind == Reserved)
        {
            throw Damaged();
        }

        Skip(kind == RepeatedByte ? 1 : size);
        return isLast;
    }

    /// <summary>Returns the bytes of a frame's header after its descriptor: window, dictionary and content size.</summary>
    private static uint HeaderBytes(uint descriptor)
    {
        var (sizeFlag, isSingle, dictionaryFlag) = (descriptor >> 6, (descriptor & 0x20) != 0, descriptor & 3);
        uint window = isSingle ? 0u : 1, dictionary = dictionaryFlag == 3 ? 4 : dictionaryFlag;
        return window + dictionary + (sizeFlag == 0 ? (isSingle ? 1u : 0) : 1u << (int)sizeFlag);
    }

    private static bool HasChecksum(uint descriptor) => (descriptor & 4) != 0;

    private uint Read(int count)
    {
        _bytes.AsSpan().Clear();
        return compressed.ReadAtLeast(_bytes.AsSpan(0, count), count, throwOnEndOfStream: false) == count
            ? BinaryPrimitives.ReadUInt32LittleEndian(_bytes)
            : throw Damaged();
    }

    private void Skip(uint count)
    {
        if (compressed.Length - compressed.Position < count)
        {
            throw Damaged();
        }

        compressed.Position += count;
    }

    private BadInputException Damaged() =>
        new(file, "is cut or damaged: its Zstandard data end in the middle, or something else follows them; get the file again");
}
