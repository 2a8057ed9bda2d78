using FineFlow.Core;
using FineFlow.Core.Formats;
using FineFlow.Experiments.Predictions;

namespace FineFlow.Experiments.Tests.Predictions;

public sealed class PredictionFormatTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("fine")]
    [InlineData("fine.jpg")]
    [InlineData("fine.npy.gz")]
    public void Other_endings_are_refused_with_those_that_are_known(string name)
    {
        var refusal = Assert.Throws<BadInputException>(() => PredictionFormat.Of(name));
        Assert.Contains(".npy, .tif, .tiff, .csv, .png is expected", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, new[] { 3, 2, 4 })]
    [InlineData(true, new[] { 3, 1, 2, 4 })]
    public void An_array_has_the_rank_that_is_asked_for(bool axis, int[] shape)
    {
        var path = _folder.File("fine.NPY");
        var fine = new FlowMaps(3, 1, 2, 4, [.. Enumerable.Range(0, 24).Select(i => i / 2f)]);
        PredictionFormat.Of(path).Write(path, new Prediction { Fine = fine, Model = "plgf", HasChannelAxis = axis });
        var (written, values) = NpyReader.ReadSingle(path);
        Assert.Equal(shape, written);
        Assert.Equal(fine.Values, values);
    }

    [Fact]
    public void An_array_of_whole_counts_is_int32()
    {
        var path = _folder.File("fine.npy");
        PredictionFormat.Of(path).Write(path, SmallPrediction.Of() with { Whole = SmallPrediction.Whole, HasChannelAxis = true });
        Assert.Equal(NpyElementType.I4, NpyReader.ReadHeader(path).Type);
        Assert.Equal(SmallPrediction.Whole.Select(count => (float)count), NpyReader.ReadSingle(path).Values);
    }
}
