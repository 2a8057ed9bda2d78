using System.Globalization;
using System.Text.Json.Nodes;
using BitMiracle.LibTiff.Classic;
using FineFlow.Core;
using FineFlow.Core.Formats;

namespace FineFlow.Outputs.Tests;

/// <summary>
/// Walks the registry: what a format writes is what its own reader reads. A new format needs a row in <see cref="Readers"/>.
/// </summary>
public sealed class EveryFormatTests : IDisposable
{
    private const long Largest = 1L << 53;

    /// <summary>The flows of one channel by format, in the order of slots and cells.</summary>
    private static readonly Dictionary<string, Func<string, double[]>> Readers = new()
    {
        ["npy"] = ReadNpy,
        ["geotiff"] = ReadTiff,
        ["csv"] = path => [.. File.ReadLines(path).Skip(1).Select(line => Number(line[(line.LastIndexOf(',') + 1)..]))],
        ["parquet"] = path => [.. DuckDb.Query(path, "SELECT flow::VARCHAR FROM fine").Select(Number)],
        ["netcdf"] = path => new NetCdfReader(File.ReadAllBytes(path)).Values("flow"),
        ["geojson"] = path =>
        [
            .. JsonNode.Parse(File.ReadAllText(path))!["features"]!.AsArray()
                .Select(feature => (double?)feature!["properties"]!["flow"] ?? double.NaN),
        ],
    };

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Tables =>
        [.. OutputFormats.All.Where(format => format.Endings.Count > 0 && !format.ShowsOneMap).Select(format => format.Key)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Tables))]
    public void Sizes_that_are_thin_or_tiny_are_read_back(string key)
    {
        foreach (var (samples, rows, columns) in new[] { (1, 1, 1), (3, 1, 257), (2, 301, 1), (40, 2, 3) })
        {
            var values = Enumerable.Range(0, samples * rows * columns).Select(index => index * 0.37f + 1e-7f).ToArray();
            Assert.Equal(
                values.Select(value => (double)value),
                Read(key, Predict(new FlowMaps(new(samples, 1, rows, columns), values))).Select(value => (double)(float)value));
        }
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void Whole_counts_are_exact_up_to_2_to_the_53(string key)
    {
        long[] whole = [Largest, Largest - 1, 0, int.MaxValue + 1L, (1L << 24) + 1, 7];
        var fine = new FlowMaps(new(1, 1, 2, 3), [.. whole.Select(count => (float)count)], [.. whole.Select(count => (double)count)]);
        Assert.Equal(whole, Read(key, Predict(fine) with { Whole = whole }).Select(value => (long)value));
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void Values_that_are_not_numbers_stay_so(string key) =>
        Assert.Equal([1, double.NaN, 3], Read(key, Predict(new FlowMaps(new(1, 1, 1, 3), [1, float.NaN, 3]))));

    [Fact]
    public void Every_table_has_a_reader_here() => Assert.Equal(
        Readers.Keys.Order(StringComparer.Ordinal), Tables.Select(row => row.Data).Order(StringComparer.Ordinal));

    [Fact]
    public void The_same_prediction_gives_the_same_bytes() => Assert.All(OutputFormats.All, format =>
    {
        var prediction = SmallPrediction.Create(SmallPrediction.Degrees) with { Time = [0, 1800, 3600] };
        Assert.Equal(Bytes(), Bytes());

        byte[] Bytes()
        {
            using var stream = new MemoryStream();
            format.Write(stream, prediction);
            return stream.ToArray();
        }
    });

    private static Prediction Predict(FlowMaps fine) => new() { Fine = fine, Model = "plgf", Place = SmallPrediction.Degrees };

    private double[] Read(string key, Prediction prediction)
    {
        var format = OutputFormats.All.Single(format => format.Key == key);
        var path = _folder.File($"fine{format.Endings[0]}");
        format.Write(path, prediction);
        return Readers[key](path);
    }

    private static double Number(string text) =>
        text == "nan" ? double.NaN : double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static double[] ReadNpy(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var start = 10 + BitConverter.ToUInt16(bytes, 8);
        return NpyReader.ReadHeader(path).Type switch
        {
            NpyElementType.I8 => Values(bytes[start..], 8, (part, at) => BitConverter.ToInt64(part, at)),
            NpyElementType.I4 => Values(bytes[start..], 4, (part, at) => BitConverter.ToInt32(part, at)),
            _ => Values(bytes[start..], 4, (part, at) => BitConverter.ToSingle(part, at)),
        };
    }

    private static double[] ReadTiff(string path)
    {
        using var tiff = Tiff.Open(path, "r");
        var size = tiff.GetField(TiffTag.BITSPERSAMPLE)[0].ToInt() / 8;
        var isInteger = tiff.GetField(TiffTag.SAMPLEFORMAT)[0].ToInt() == (int)SampleFormat.INT;
        List<double> values = [];
        for (var strip = 0; strip < tiff.NumberOfStrips(); strip++)
        {
            var bytes = new byte[tiff.StripSize()];
            Assert.Equal(bytes.Length, tiff.ReadEncodedStrip(strip, bytes, 0, bytes.Length));
            values.AddRange(Values(bytes, size, (part, at) => isInteger ? BitConverter.ToInt32(part, at)
                : size == sizeof(double) ? BitConverter.ToDouble(part, at)
                : BitConverter.ToSingle(part, at)));
        }

        return [.. values];
    }

    private static double[] Values(byte[] bytes, int size, Func<byte[], int, double> valueAt) =>
        [.. Enumerable.Range(0, bytes.Length / size).Select(index => valueAt(bytes, index * size))];
}
