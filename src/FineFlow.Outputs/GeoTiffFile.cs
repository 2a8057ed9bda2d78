using System.Globalization;
using System.Runtime.InteropServices;
using BitMiracle.LibTiff.Classic;

namespace FineFlow.Outputs;

/// <summary>Writes the GeoTIFF (OGC 19-008r4) of a prediction: one deflated strip a band, bands one after the other.</summary>
internal static class GeoTiffFile
{
    // GDAL's own tags: XML with what there is to say of the file and its bands, and the value of cells without data.
    private const TiffTag GdalMetadata = (TiffTag)42112;
    private const TiffTag GdalNodata = (TiffTag)42113;

    private static readonly TiffFieldInfo[] Tags =
    [
        Tag(TiffTag.GEOTIFF_MODELPIXELSCALETAG, TiffType.DOUBLE, "ModelPixelScale"),
        Tag(TiffTag.GEOTIFF_MODELTIEPOINTTAG, TiffType.DOUBLE, "ModelTiepoint"),
        Tag(TiffTag.GEOTIFF_GEOKEYDIRECTORYTAG, TiffType.SHORT, "GeoKeyDirectory"),
        Text(GdalMetadata, "GDALMetadata"),
        Text(GdalNodata, "GDALNoData"),
    ];

    static GeoTiffFile() => Tiff.SetErrorHandler(new ThrowingHandler());

    public static void Write(Stream stream, Prediction prediction, GridPlace place)
    {
        var fine = prediction.Fine;
        var maps = fine.Samples * fine.Channels;
        var bands = maps * (1 + prediction.Quantiles.Count);
        using var tiff = Tiff.ClientOpen("GeoTIFF", "w", stream, new LeaveOpenStream());
        tiff.MergeFieldInfo(Tags, Tags.Length);
        Describe(tiff, bands, fine.Rows, fine.Columns);
        SetType(tiff, prediction.Whole);
        Locate(tiff, place, fine.Rows, fine.Columns);
        tiff.SetField(TiffTag.SOFTWARE, Provenance.Software);
        tiff.SetField(GdalMetadata, GdalMetadataXml.Of(prediction));
        if (Nodata(prediction) is { } nodata)
        {
            tiff.SetField(GdalNodata, nodata);
        }

        var length = fine.Rows * fine.Columns;
        for (var band = 0; band < bands; band++)
        {
            var (part, map) = Math.DivRem(band, maps);
            var bytes = Bytes(prediction, part, (map * length)..((map + 1) * length));
            tiff.WriteEncodedStrip(band, bytes, bytes.Length);
        }
    }

    /// <summary>
    /// Returns the bytes of a number: whole counts beyond int32 go into float64, which more programs read than 64-bit integers.
    /// </summary>
    public static int BytesPerValue(long[]? whole) => whole is null || WholeCounts.FitInt32(whole) ? sizeof(float) : sizeof(double);

    /// <summary>Returns the value of cells without data: 0 on request, otherwise NaN where the type has it.</summary>
    private static string? Nodata(Prediction prediction) => prediction switch
    {
        { ZerosAsNodata: true } => "0",
        { Whole: { } whole } when WholeCounts.FitInt32(whole) => null,
        _ => "nan",
    };

    private static void SetType(Tiff tiff, long[]? whole)
    {
        tiff.SetField(TiffTag.BITSPERSAMPLE, 8 * BytesPerValue(whole));
        tiff.SetField(TiffTag.SAMPLEFORMAT, whole is not null && WholeCounts.FitInt32(whole) ? SampleFormat.INT : SampleFormat.IEEEFP);
    }

    private static byte[] Bytes(Prediction prediction, int part, Range map)
    {
        var values = part == 0 ? prediction.Fine.Values : prediction.Quantiles[part - 1].Counts.Values;
        if (prediction.Whole is not { } whole)
        {
            return MemoryMarshal.AsBytes(values.AsSpan(map)).ToArray();
        }

        return Bytes(part == 0 ? whole[map] : Array.ConvertAll(values[map], count => (long)count), WholeCounts.FitInt32(whole));
    }

    private static byte[] Bytes(long[] counts, bool areInt32) => areInt32
        ? MemoryMarshal.AsBytes<int>(Array.ConvertAll(counts, count => (int)count)).ToArray()
        : MemoryMarshal.AsBytes<double>(Array.ConvertAll(counts, count => (double)count)).ToArray();

    private static void Describe(Tiff tiff, int bands, int rows, int columns)
    {
        tiff.SetField(TiffTag.IMAGEWIDTH, columns);
        tiff.SetField(TiffTag.IMAGELENGTH, rows);
        tiff.SetField(TiffTag.ROWSPERSTRIP, rows);
        tiff.SetField(TiffTag.SAMPLESPERPIXEL, bands);
        tiff.SetField(TiffTag.PLANARCONFIG, PlanarConfig.SEPARATE);
        tiff.SetField(TiffTag.PHOTOMETRIC, Photometric.MINISBLACK);
        tiff.SetField(TiffTag.COMPRESSION, Compression.ADOBE_DEFLATE);
        if (bands > 1)
        {
            tiff.SetField(TiffTag.EXTRASAMPLES, bands - 1, new short[bands - 1]);
        }
    }

    /// <summary>
    /// Writes the outer corner in the north-west, the size of a cell, and the coordinate system (OGC 19-008r4, 7.1 to 7.4).
    /// </summary>
    private static void Locate(Tiff tiff, GridPlace place, int rows, int columns)
    {
        const short ModelType = 1024, Projected = 1, Geographic = 2;
        const short RasterType = 1025, PixelIsArea = 1;
        const short GeographicCode = 2048, ProjectedCode = 3072;
        var box = place.Box;
        double[] cell = [(box.East - box.West) / columns, (box.North - box.South) / rows, 0];
        double[] corner = [0, 0, 0, box.West, box.North, 0];
        short[] keys =
        [
            1, 1, 0, 3,
            ModelType, 0, 1, place.IsGeographic ? Geographic : Projected,
            RasterType, 0, 1, PixelIsArea,
            place.IsGeographic ? GeographicCode : ProjectedCode, 0, 1, unchecked((short)place.Epsg),
        ];
        tiff.SetField(TiffTag.GEOTIFF_MODELPIXELSCALETAG, cell.Length, cell);
        tiff.SetField(TiffTag.GEOTIFF_MODELTIEPOINTTAG, corner.Length, corner);
        tiff.SetField(TiffTag.GEOTIFF_GEOKEYDIRECTORYTAG, keys.Length, keys);
    }

    private static TiffFieldInfo Tag(TiffTag tag, TiffType type, string name) =>
        new(tag, TiffFieldInfo.Variable, TiffFieldInfo.Variable, type, FieldBit.Custom, true, true, name);

    private static TiffFieldInfo Text(TiffTag tag, string name) =>
        new(tag, TiffFieldInfo.Variable, TiffFieldInfo.Variable, TiffType.ASCII, FieldBit.Custom, true, false, name);

    /// <summary>A stream that others close.</summary>
    private sealed class LeaveOpenStream : TiffStream
    {
        public override void Close(object clientData)
        {
        }
    }

    /// <summary>The library's own handler prints to stderr and goes on.</summary>
    private sealed class ThrowingHandler : TiffErrorHandler
    {
        public override void ErrorHandler(Tiff tif, string method, string format, params object[] args) =>
            throw new IOException($"{method}: {string.Format(CultureInfo.InvariantCulture, format, args)}");

        public override void WarningHandler(Tiff tif, string method, string format, params object[] args)
        {
            // It warns of every new file that it has no header to read yet.
        }
    }
}
