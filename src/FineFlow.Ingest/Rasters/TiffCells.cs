using System.Globalization;
using System.Runtime.InteropServices;
using BitMiracle.LibTiff.Classic;

namespace FineFlow.Ingest.Rasters;

/// <summary>Unpacks a TIFF's cells.</summary>
internal static class TiffCells
{
    // A single strip is not to be cut into several ones.
    private const string ReadAsItIs = "rc";

    static TiffCells() => Tiff.SetErrorHandler(new ThrowingHandler());

    /// <summary>Returns the cells [bands][rows x columns].</summary>
    /// <exception cref="Core.BadInputException">The cells cannot be unpacked.</exception>
    public static double[][] Read(Stream stream, TiffLayout layout, string source)
    {
        var bands = new double[layout.Bands][];
        for (var band = 0; band < bands.Length; band++)
        {
            bands[band] = new double[layout.Height * layout.Width];
        }

        try
        {
            stream.Position = 0;
            using var tiff = Tiff.ClientOpen(source, ReadAsItIs, stream, new TiffStream())
                ?? throw new IOException("the library does not open it");
            var buffer = new byte[layout.BlockBytes];
            for (var block = 0; block < layout.Blocks; block++)
            {
                Unpack(tiff, layout, block, buffer);
                Place(layout, block, buffer, bands);
            }
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // The library throws whatever the bytes lead it to.
            throw new Core.BadInputException(source, $"cannot be read as TIFF: {failure.Message}", failure);
        }

        return bands;
    }

    private static void Unpack(Tiff tiff, TiffLayout layout, int block, byte[] buffer)
    {
        var rows = layout.IsTiled ? layout.BlockHeight : RowsOf(layout, block);
        var expected = rows * layout.BlockWidth * layout.BandsOfBlock * layout.Bytes;
        var read = layout.IsTiled
            ? tiff.ReadEncodedTile(block, buffer, 0, expected)
            : tiff.ReadEncodedStrip(block, buffer, 0, expected);
        if (read != expected)
        {
            throw new IOException($"block {block} of its cells holds {read} bytes; {expected} are expected");
        }
    }

    /// <summary>Copies a block's cells to their places; those beyond the picture's edges are left out.</summary>
    private static void Place(TiffLayout layout, int block, byte[] buffer, double[][] bands)
    {
        var (plane, index) = Math.DivRem(block, layout.BlocksOfPlane);
        var (down, across) = Math.DivRem(index, layout.Across);
        var (top, left) = (down * layout.BlockHeight, across * layout.BlockWidth);
        var (rows, columns) = (RowsOf(layout, block), Math.Min(layout.BlockWidth, layout.Width - left));
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var first = ((row * layout.BlockWidth) + column) * layout.BandsOfBlock;
                for (var band = 0; band < layout.BandsOfBlock; band++)
                {
                    bands[layout.IsSeparate ? plane : band][((top + row) * layout.Width) + left + column] =
                        Number(layout, buffer.AsSpan((first + band) * layout.Bytes));
                }
            }
        }
    }

    private static int RowsOf(TiffLayout layout, int block)
    {
        var down = block % layout.BlocksOfPlane / layout.Across;
        return Math.Min(layout.BlockHeight, layout.Height - (down * layout.BlockHeight));
    }

    /// <summary>Reads a number, which the library gives in this machine's order of bytes.</summary>
    private static double Number(TiffLayout layout, ReadOnlySpan<byte> bytes) => (layout.Type, layout.Bytes) switch
    {
        (CellType.Unsigned, 1) => bytes[0],
        (CellType.Unsigned, 2) => MemoryMarshal.Read<ushort>(bytes),
        (CellType.Unsigned, 4) => MemoryMarshal.Read<uint>(bytes),
        (CellType.Unsigned, _) => MemoryMarshal.Read<ulong>(bytes),
        (CellType.Signed, 1) => (sbyte)bytes[0],
        (CellType.Signed, 2) => MemoryMarshal.Read<short>(bytes),
        (CellType.Signed, 4) => MemoryMarshal.Read<int>(bytes),
        (CellType.Signed, _) => Exactly(MemoryMarshal.Read<long>(bytes)),
        (_, 4) => MemoryMarshal.Read<float>(bytes),
        _ => MemoryMarshal.Read<double>(bytes),
    };

    /// <summary>Returns a whole number; infinite beyond 2^53, where it would become another one.</summary>
    private static double Exactly(long number) => number > Core.CountArray.Largest ? double.PositiveInfinity : number;

    /// <summary>The library's own handler prints to stderr and goes on.</summary>
    private sealed class ThrowingHandler : TiffErrorHandler
    {
        public override void ErrorHandler(Tiff tif, string method, string format, params object[] args) =>
            throw new IOException($"{method}: {string.Format(CultureInfo.InvariantCulture, format, args)}");

        public override void WarningHandler(Tiff tif, string method, string format, params object[] args)
        {
            // It warns of every tag that it does not know, and the place and the metadata are such.
        }
    }
}
