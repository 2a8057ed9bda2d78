using System.Text.Json;
using FineFlow.Core.Datasets;

namespace FineFlow.Core.Tests.Datasets;

public sealed class DatasetSummaryTests : IDisposable
{
    private readonly SmallDataset _small = new();

    public void Dispose() => _small.Dispose();

    [Fact]
    public void A_split_is_summed_up()
    {
        _small.Set("test/Y.npy", 0, 5);
        _small.Set("test/Y.npy", 47, 0);
        var dataset = _small.Load();
        var test = DatasetSummary.Of(dataset).Splits[2];
        Assert.Equal(("test", 2, true), (test.Name, test.Samples, test.HasExternal));
        Assert.Equal([2, 1, 2, 3], test.CoarseShape);
        Assert.Equal([2, 1, 4, 6], test.FineShape);
        Assert.Equal(new FlowStatistics(4, 4, 4, 48, 0), test.Coarse);
        Assert.Equal(new FlowStatistics(0, 5, 51 / 48.0, 51, 1 / 48.0), test.Fine);
        Assert.Equal(new DateTime(2008, 5, 17, 5, 0, 0), test.FirstSlot);
        Assert.Equal(new DateTime(2008, 5, 17, 5, 30, 0), test.LastSlot);
        Assert.Equal((12, 2, 4.0), (test.Conservation.Blocks, test.Conservation.BrokenBlocks, test.Conservation.Largest));
    }

    [Fact]
    public void Json_is_one_object_in_snake_case()
    {
        _small.Delete("test/time.npy");
        var dataset = _small.Load();
        using var json = JsonDocument.Parse(DatasetSummary.Of(dataset).ToJson());
        var root = json.RootElement;
        Assert.Equal(2, root.GetProperty("scale_factor").GetInt32());
        Assert.Equal("small", root.GetProperty("manifest").GetProperty("name").GetString());
        Assert.Equal(dataset.Fingerprint, root.GetProperty("fingerprint").GetString());
        Assert.Equal(0, root.GetProperty("warnings").GetArrayLength());
        var train = root.GetProperty("splits")[0];
        Assert.Equal("train", train.GetProperty("name").GetString());
        Assert.Equal([4, 1, 4, 6], train.GetProperty("fine_shape").EnumerateArray().Select(size => size.GetInt32()));
        Assert.Equal(96, train.GetProperty("fine").GetProperty("total").GetDouble());
        Assert.Equal(0, train.GetProperty("conservation").GetProperty("broken_blocks").GetInt32());
        Assert.Equal("2008-05-17T05:00:00", train.GetProperty("first_slot").GetString());
        Assert.False(root.GetProperty("splits")[2].TryGetProperty("first_slot", out _));
    }
}
