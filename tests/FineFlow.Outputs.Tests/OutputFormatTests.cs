using FineFlow.Core;
using FineFlow.Core.Formats;

namespace FineFlow.Outputs.Tests;

public sealed class OutputFormatTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("fine")]
    [InlineData("fine.jpg")]
    [InlineData("fine.npy.gz")]
    public void Other_endings_are_refused_with_those_that_are_known(string name)
    {
        var refusal = Assert.Throws<BadInputException>(() => OutputFormats.FromPath(name));
        Assert.Contains(".npy, .png, .tif, .tiff, .csv, .parquet, .nc, .geojson is expected", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new[] { 3, 2, 4 })]
    [InlineData(new[] { 3, 1, 2, 4 })]
    public void An_array_has_the_shape_that_is_asked_for(int[] shape)
    {
        var path = _folder.File("fine.NPY");
        var fine = new FlowMaps(new(3, 1, 2, 4), [.. Enumerable.Range(0, 24).Select(i => i / 2f)]);
        OutputFormats.FromPath(path).Write(path, new Prediction { Fine = fine, Model = "plgf", ArrayShape = shape });
        var (written, values) = NpyReader.ReadSingle(path);
        Assert.Equal(shape, written);
        Assert.Equal(fine.Values, values);
    }

    [Fact]
    public void An_array_of_whole_counts_is_int32()
    {
        var path = _folder.File("fine.npy");
        OutputFormats.FromPath(path).Write(path, SmallPrediction.Create() with { Whole = SmallPrediction.Whole });
        Assert.Equal(NpyElementType.I4, NpyReader.ReadHeader(path).Type);
        Assert.Equal([3, 2, 2, 4], NpyReader.ReadHeader(path).Shape);
        Assert.Equal(SmallPrediction.Whole.Select(count => (float)count), NpyReader.ReadSingle(path).Values);
    }

    [Theory]
    [InlineData(NpyElementType.F4)]
    [InlineData(NpyElementType.I4)]
    [InlineData(NpyElementType.I8)]
    public void An_array_is_the_same_whether_it_comes_at_once_or_in_pieces(NpyElementType type)
    {
        var path = _folder.File("fine.npy");
        var prediction = SmallPrediction.Create() with { Whole = type == NpyElementType.F4 ? null : SmallPrediction.Whole };
        using (var stream = File.Create(path))
        {
            OutputFormats.FromPath(path).Write(stream, new FinePieces([3, 2, 2, 4], [3, 2, 2, 4], type, RowByRow(prediction)));
        }

        var (_, values) = NpyReader.ReadSingle(path);
        Assert.Equal(type, NpyReader.ReadHeader(path).Type);
        Assert.Equal(prediction.Whole is null ? prediction.Fine.Values : SmallPrediction.Whole.Select(count => (float)count), values);
    }

    [Fact]
    public void Every_format_is_chosen_by_a_key_an_ending_and_a_media_type_of_its_own()
    {
        var formats = OutputFormats.All;
        Assert.Distinct(formats.Select(format => format.Key));
        Assert.Distinct(formats.Select(format => format.MediaType));
        Assert.Distinct(formats.SelectMany(format => format.Endings));
        Assert.All(
            formats,
            format =>
                Assert.All(format.Endings, ending => Assert.Same(format, OutputFormats.FromPath("fine" + ending.ToUpperInvariant()))));
    }

    [Fact]
    public void What_is_written_to_a_stream_leaves_it_open() => Assert.All(OutputFormats.All, format =>
    {
        using var stream = new MemoryStream();
        format.Write(stream, SmallPrediction.Create(SmallPrediction.Degrees));
        Assert.True(stream.CanWrite && stream.Length > 0, format.Key);
    });

    private static IEnumerable<FinePiece> RowByRow(Prediction prediction)
    {
        for (var sample = 0; sample < 3; sample++)
        {
            for (var row = 0; row < 2; row++)
            {
                int[] starts = [(sample * 2 * 2 + row) * 4, ((sample * 2 + 1) * 2 + row) * 4];
                var fine = new FlowMaps(new(1, 2, 1, 4), [.. starts.SelectMany(start => prediction.Fine.Values[start..(start + 4)])]);
                yield return new(
                    sample, row, fine, prediction.Whole is { } whole ? [.. starts.SelectMany(start => whole[start..(start + 4)])] : null);
            }
        }
    }
}
