using System.Globalization;
using System.Runtime.InteropServices;
using BitMiracle.LibTiff.Classic;

namespace FineFlow.Ingest.Tests.Maps;

/// <summary>A GeoTIFF of made-up cells, written in one of the many ways that programs do.</summary>
internal sealed record SampleTiff
{
    public const int Rows = 5, Columns = 7;

    private static readonly TiffFieldInfo[] Tags =
    [
        Tag(33550, TiffType.DOUBLE), Tag(33922, TiffType.DOUBLE), Tag(34264, TiffType.DOUBLE), Tag(34735, TiffType.SHORT),
        new((TiffTag)42112, -1, -1, TiffType.ASCII, FieldBit.Custom, true, false, "metadata"),
        new((TiffTag)42113, -1, -1, TiffType.ASCII, FieldBit.Custom, true, false, "nodata"),
    ];

    public int Bands { get; init; } = 3;

    public string Type { get; init; } = "float32";

    public Compression Compression { get; init; } = Compression.ADOBE_DEFLATE;

    public Predictor Predictor { get; init; } = Predictor.NONE;

    public bool IsSeparate { get; init; }

    public int RowsPerStrip { get; init; } = Rows;

    public bool IsTiled { get; init; }

    /// <summary>How LibTiff opens the file: "wb" for the other order of bytes.</summary>
    public string Mode { get; init; } = "w";

    public double[]? Scale { get; init; } = [0.5, 0.25, 0];

    public double[]? Tiepoint { get; init; } = [0, 0, 0, 10, 52, 0];

    public double[]? Matrix { get; init; }

    /// <summary>Model type, raster type, and the code of the coordinate system.</summary>
    public short[]? Keys { get; init; } = [1, 1, 0, 3, 1024, 0, 1, 2, 1025, 0, 1, 1, 2048, 0, 1, 4326];

    public string? Metadata { get; init; }

    public string? Nodata { get; init; }

    /// <summary>The value of a cell.</summary>
    public Func<int, int, double> Cell { get; init; } = (band, cell) => ((band * 31) + (cell * 7)) % 120;

    /// <summary>Returns GDAL's metadata with a description for each band.</summary>
    public static string Described(params string[] descriptions) => "<GDALMetadata>" + string.Concat(descriptions.Select((text, band) =>
        string.Create(
            CultureInfo.InvariantCulture, $"<Item name=\"DESCRIPTION\" sample=\"{band}\" role=\"description\">{text}</Item>")))
        + "</GDALMetadata>";

    /// <summary>Returns GDAL's metadata with an item of a name for each band.</summary>
    public static string Items(string name, params string[] texts) => "<GDALMetadata>" + string.Concat(texts.Select((text, band) =>
        string.Create(CultureInfo.InvariantCulture, $"<Item name=\"{name}\" sample=\"{band}\">{text}</Item>"))) + "</GDALMetadata>";

    /// <summary>Returns the values of a band.</summary>
    public double[] Values(int band) => [.. Enumerable.Range(0, Rows * Columns).Select(cell => Cell(band, cell))];

    /// <summary>Writes the file and returns its path.</summary>
    public string Write(string path)
    {
        using var tiff = Tiff.Open(path, Mode);
        tiff.MergeFieldInfo(Tags, Tags.Length);
        var bytes = Bytes(0).Length;
        tiff.SetField(TiffTag.IMAGEWIDTH, Columns);
        tiff.SetField(TiffTag.IMAGELENGTH, Rows);
        tiff.SetField(TiffTag.SAMPLESPERPIXEL, Bands);
        tiff.SetField(TiffTag.BITSPERSAMPLE, 8 * bytes);
        tiff.SetField(
            TiffTag.SAMPLEFORMAT,
            Type[0] == 'f' ? SampleFormat.IEEEFP : Type[0] == 'u' ? SampleFormat.UINT : SampleFormat.INT);
        tiff.SetField(TiffTag.PHOTOMETRIC, Photometric.MINISBLACK);
        tiff.SetField(TiffTag.PLANARCONFIG, IsSeparate ? PlanarConfig.SEPARATE : PlanarConfig.CONTIG);
        tiff.SetField(TiffTag.COMPRESSION, Compression);
        if (Predictor != Predictor.NONE)
        {
            tiff.SetField(TiffTag.PREDICTOR, Predictor);
        }

        if (Bands > 1)
        {
            tiff.SetField(TiffTag.EXTRASAMPLES, Bands - 1, new short[Bands - 1]);
        }

        Doubles(tiff, 33550, Scale);
        Doubles(tiff, 33922, Tiepoint);
        Doubles(tiff, 34264, Matrix);
        if (Keys is not null)
        {
            tiff.SetField((TiffTag)34735, Keys.Length, Keys);
        }

        Text(tiff, 42112, Metadata);
        Text(tiff, 42113, Nodata);
        WriteCells(tiff, bytes);
        return path;
    }

    private static TiffFieldInfo Tag(int tag, TiffType type) => new((TiffTag)tag, -1, -1, type, FieldBit.Custom, true, true, $"tag {tag}");

    private static void Doubles(Tiff tiff, int tag, double[]? values)
    {
        if (values is not null)
        {
            tiff.SetField((TiffTag)tag, values.Length, values);
        }
    }

    private static void Text(Tiff tiff, int tag, string? text)
    {
        if (text is not null)
        {
            tiff.SetField((TiffTag)tag, text);
        }
    }

    private void WriteCells(Tiff tiff, int bytes)
    {
        const int tile = 16;
        if (IsTiled)
        {
            tiff.SetField(TiffTag.TILEWIDTH, tile);
            tiff.SetField(TiffTag.TILELENGTH, tile);
        }
        else
        {
            tiff.SetField(TiffTag.ROWSPERSTRIP, RowsPerStrip);
        }

        int[][] planes = IsSeparate ? [.. Enumerable.Range(0, Bands).Select(band => new[] { band })] : [[.. Enumerable.Range(0, Bands)]];
        var block = 0;
        foreach (var plane in planes)
        {
            for (var top = 0; top < Rows; top += IsTiled ? tile : RowsPerStrip)
            {
                var (rows, columns) = IsTiled ? (tile, tile) : (Math.Min(RowsPerStrip, Rows - top), Columns);
                byte[] cells =
                [
                    .. from row in Enumerable.Range(top, rows)
                       from column in Enumerable.Range(0, columns)
                       from band in plane
                       from value in row < Rows && column < Columns ? Bytes(Cell(band, (row * Columns) + column)) : new byte[bytes]
                       select value,
                ];
                _ = IsTiled ? tiff.WriteEncodedTile(block++, cells, cells.Length) : tiff.WriteEncodedStrip(block++, cells, cells.Length);
            }
        }
    }

    private byte[] Bytes(double value) => Type switch
    {
        "uint8" => [(byte)value],
        "int8" => [(byte)(sbyte)value],
        "uint16" => Of((ushort)value),
        "int16" => Of((short)value),
        "uint32" => Of((uint)value),
        "int32" => Of((int)value),
        "uint64" => Of((ulong)value),
        "int64" => Of((long)value),
        "float64" => Of(value),
        _ => Of((float)value),
    };

    private static byte[] Of<T>(T value)
        where T : unmanaged => MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)).ToArray();
}
