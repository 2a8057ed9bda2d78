using FineFlow.Core.Datasets;
using FineFlow.Core.Datasets.Doctor;
using FineFlow.Core.Datasets.Doctor.Checks;

namespace FineFlow.Core.Tests.Datasets;

public sealed class StaticMapsTests : IDisposable
{
    private readonly SmallDataset _small = new();

    public void Dispose() => _small.Dispose();

    [Fact]
    public void They_are_read_with_every_split_written_again_and_part_of_the_fingerprint()
    {
        var before = _small.Load().Fingerprint;
        Put(values: 24, shape: [1, 4, 6]);

        var data = _small.Load();

        Assert.NotEqual(before, data.Fingerprint);
        Assert.All(data.Splits, split => Assert.Equal(5, split.Static!.Values.Values[3]));
        var target = $"{_small.Path}-copy";
        DatasetFolder.Write(target, data.Manifest with { Checksums = null }, TimeOrderedSplit.Cut([data["train"]], new(2, 1, 1)));
        var copy = DatasetFolder.Load(target);
        Assert.Equal("roads", Assert.Single(copy.Manifest.StaticMaps!).Name);
        Assert.Contains(StaticMaps.FileName, copy.Manifest.Checksums!.Keys);
        Assert.All(copy.Splits, split => Assert.Equal(data.Splits[0].Static!.Values.Values, split.Static!.Values.Values));
        Assert.Equal(5, copy.Splits[0].Gather([0]).Static!.Values.Values[3]);
    }

    [Fact]
    public void What_contradicts_the_manifest_or_is_no_map_is_refused()
    {
        Put(values: 48, shape: [2, 4, 6]);
        Assert.Contains("has shape [2, 4, 6]; [1, 4, 6] is expected, a map a name", Problem(), StringComparison.Ordinal);

        Put(values: 24, shape: [1, 4, 6], first: float.NaN);
        Assert.Contains("has NaN in 'roads', row 0, column 0", Problem(), StringComparison.Ordinal);
        Put(values: 24, shape: [1, 4, 6], first: -1);
        Assert.Contains("has -1 in 'roads', row 0, column 0", Problem(), StringComparison.Ordinal);

        _small.PutText("dataset.json", """{"name": "small"}""");
        Assert.Contains("holds maps that dataset.json does not name", Problem(), StringComparison.Ordinal);
        _small.PutText("dataset.json", """{"name": "small", "static_maps": [{"name": "a"}, {"name": "a"}]}""");
        Assert.Contains("static_maps must be one different name for each map", Problem(), StringComparison.Ordinal);
        _small.PutText("dataset.json", """{"name": "small", "static_maps": [{"name": "a"}]}""");
        _small.Delete(StaticMaps.FileName);
        Assert.Contains("is missing; static_maps of dataset.json names its maps", Problem(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_doctor_finds_what_loading_refuses()
    {
        Put(values: 24, shape: [1, 4, 6]);
        Assert.Empty(Static());
        Put(values: 24, shape: [1, 4, 6], first: -1);
        Assert.Equal((FindingSeverity.Error, StaticMaps.FileName), (Assert.Single(Static()).Severity, Static()[0].File));
    }

    private Finding[] Static() => [.. DatasetDoctor.Examine(_small.Path).Findings.Where(finding => finding.Check == "static")];

    private string Problem() => Assert.Throws<BadInputException>(() => _small.Load()).Message;

    private void Put(int values, int[] shape, float first = 1)
    {
        float[] map = SmallDataset.Fill(values, 2);
        (map[0], map[3]) = (first, 5);
        _small.Put(StaticMaps.FileName, map, shape);
        _small.PutText("dataset.json", """{"name": "small", "static_maps": [{"name": "roads", "source": "by hand"}]}""");
    }
}
