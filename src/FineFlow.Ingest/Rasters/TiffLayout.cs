using FineFlow.Core;

namespace FineFlow.Ingest.Rasters;

/// <summary>How a TIFF's cells are stored: in blocks, which are strips of whole rows or tiles.</summary>
internal sealed record TiffLayout
{
    private const int MostSide = 4096, MostBands = ushort.MaxValue;
    private const long MostValues = 1L << 28;
    private static readonly int[] Compressions = [1, 5, 8, 32773, 32946];

    /// <summary>Columns of the picture.</summary>
    public required int Width { get; init; }

    /// <summary>Rows of the picture.</summary>
    public required int Height { get; init; }

    /// <summary>Bands of the picture.</summary>
    public required int Bands { get; init; }

    /// <summary>What a number is.</summary>
    public required CellType Type { get; init; }

    /// <summary>Bytes of a number.</summary>
    public required int Bytes { get; init; }

    /// <summary>Whether each block holds one band, instead of all bands cell by cell.</summary>
    public required bool IsSeparate { get; init; }

    /// <summary>Whether blocks are tiles.</summary>
    public required bool IsTiled { get; init; }

    /// <summary>Columns of a block.</summary>
    public required int BlockWidth { get; init; }

    /// <summary>Rows of a block; the last strip may have fewer.</summary>
    public required int BlockHeight { get; init; }

    /// <summary>Blocks in a row of blocks.</summary>
    public int Across => Parts(Width, BlockWidth);

    /// <summary>Blocks of one band, or of all where they are not separate.</summary>
    public int BlocksOfPlane => Across * Parts(Height, BlockHeight);

    /// <summary>Numbers of a cell in a block.</summary>
    public int BandsOfBlock => IsSeparate ? 1 : Bands;

    /// <summary>All blocks.</summary>
    public int Blocks => BlocksOfPlane * (IsSeparate ? Bands : 1);

    /// <summary>Bytes of an unpacked block, of which the last strip may have fewer.</summary>
    public int BlockBytes => checked(BlockWidth * BlockHeight * BandsOfBlock * Bytes);

    /// <summary>Returns the layout that the tags say, checked against each other and the file's length.</summary>
    /// <exception cref="BadInputException">The tags contradict each other, or say what is not read.</exception>
    public static TiffLayout Of(TiffDirectory tags)
    {
        var (width, height) = (tags.Number(TiffTags.Width, 0), tags.Number(TiffTags.Height, 0));
        var bands = tags.Number(TiffTags.SamplesPerPixel, 1);
        if (width is < 1 or > MostSide || height is < 1 or > MostSide || bands is < 1 or > MostBands || width * height * bands > MostValues)
        {
            throw tags.Refuse(
                $"has {bands} bands of {height} x {width} cells; at most {MostSide} rows and columns, and {MostValues} cells of all bands "
                + "are expected");
        }

        var compression = tags.Number(TiffTags.Compression, 1);
        if (!Compressions.Contains((int)compression))
        {
            throw tags.Refuse($"is packed with method {compression}; none, LZW, deflate or PackBits is expected");
        }

        var isTiled = tags.Numbers(TiffTags.TileWidth).Length > 0;
        var (blockWidth, blockHeight) = isTiled
            ? (tags.Number(TiffTags.TileWidth, 0), tags.Number(TiffTags.TileHeight, 0))
            : (width, Math.Min(height, tags.Number(TiffTags.RowsPerStrip, height)));
        if (blockWidth is < 1 or > MostSide || blockHeight is < 1 or > MostSide)
        {
            throw tags.Refuse($"has blocks of {blockHeight} x {blockWidth} cells; at most {MostSide} x {MostSide} are expected");
        }

        var (type, bytes) = TypeOf(tags);
        var layout = new TiffLayout
        {
            Width = (int)width,
            Height = (int)height,
            Bands = (int)bands,
            Type = type,
            Bytes = bytes,
            IsSeparate = bands > 1 && tags.Number(TiffTags.PlanarConfiguration, 1) == 2,
            IsTiled = isTiled,
            BlockWidth = (int)blockWidth,
            BlockHeight = (int)blockHeight,
        };
        layout.CheckBlocks(tags);
        return layout;
    }

    private static (CellType Type, int Bytes) TypeOf(TiffDirectory tags)
    {
        const int unsigned = 1, signed = 2, real = 3;
        var (bits, formats) = (tags.Numbers(TiffTags.BitsPerSample), tags.Numbers(TiffTags.SampleFormat));
        var (bit, format) = (bits is [var b, ..] ? b : 1, formats is [var f, ..] ? f : unsigned);
        if (Array.Exists(bits, other => other != bit) || Array.Exists(formats, other => other != format))
        {
            throw tags.Refuse("has bands of several types; one type is expected");
        }

        return (format, bit) switch
        {
            (unsigned, 8 or 16 or 32 or 64) => (CellType.Unsigned, (int)bit / 8),
            (signed, 8 or 16 or 32 or 64) => (CellType.Signed, (int)bit / 8),
            (real, 32 or 64) => (CellType.Real, (int)bit / 8),
            _ => throw tags.Refuse($"has cells of {bit} bits, format {format}; whole numbers of 8 to 64 bits or floats are expected"),
        };
    }

    private void CheckBlocks(TiffDirectory tags)
    {
        var bytes = (long)BlockWidth * BlockHeight * BandsOfBlock * Bytes;
        var offsets = tags.Numbers(IsTiled ? TiffTags.TileOffsets : TiffTags.StripOffsets);
        var lengths = tags.Numbers(IsTiled ? TiffTags.TileByteCounts : TiffTags.StripByteCounts);
        if (bytes > MostValues * sizeof(double) || offsets.Length != Blocks || lengths.Length != Blocks)
        {
            throw tags.Refuse($"is damaged: it has {offsets.Length} blocks of cells; {Blocks} are expected");
        }

        for (var block = 0; block < offsets.Length; block++)
        {
            if (lengths[block] == 0 || offsets[block] + lengths[block] > tags.FileBytes)
            {
                throw tags.Refuse($"is damaged or cut: block {block} of its cells is empty or goes beyond its end");
            }
        }
    }

    private static int Parts(int length, int part) => (length + part - 1) / part;
}
