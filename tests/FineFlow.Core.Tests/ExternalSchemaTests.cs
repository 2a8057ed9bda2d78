using FineFlow.Core.Datasets;
using FineFlow.Core.Datasets.Doctor;
using FineFlow.Core.Datasets.Doctor.Checks;
using FineFlow.Core.Formats;

namespace FineFlow.Core.Tests;

public sealed class ExternalSchemaTests : IDisposable
{
    private static readonly ExternalSchema Bikes = new(
    [
        new("hour", ExternalKind.Hour), new("rain", ExternalKind.Number), new("match", ExternalKind.Flag),
        new("zone", ExternalKind.Category, Size: 3),
    ]);

    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.File("data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Other_columns_are_written_with_their_kinds_and_read_back()
    {
        Write([9, 0.5f, 1, 2, 10, 0, 0, 0]);
        var dataset = DatasetFolder.Load(Data, new() { Strict = true });
        var external = dataset["train"].External!;
        Assert.Equal(Bikes.Columns, external.Schema.Columns);
        Assert.False(external.Schema.IsTaxiBj);
        Assert.Equal((4, 2), (external.Columns, external.Samples));
        Assert.Equal([10, 0, 0, 0], external.Row(1).ToArray());
        Assert.Equal([10, 0, 0, 0], external.Slice(1, 1).Values);
        Assert.Equal(Bikes.Columns, external.Slice(1, 1).Schema.Columns);
        Assert.Equal("hour (hour), rain (number), match (flag), zone (3 classes)", DatasetSummary.Of(dataset).ExternalSchema!.ToString());
    }

    [Fact]
    public void Cutting_anew_keeps_the_columns()
    {
        Write([9, 0.5f, 1, 2, 10, 0, 0, 0, 11, 1, 0, 1]);
        var cut = TimeOrderedSplit.Cut(DatasetFolder.Load(Data).Splits, new(1, 1, 1));
        Assert.Equal([10, 0, 0, 0], cut[1].External!.Values);
        Assert.True(cut[1].External!.Schema.HasSameKinds(Bikes));
    }

    [Theory]
    [InlineData(0, 24, "[sample 0, column 0] (hour) is 24; 0 .. 23 is expected")]
    [InlineData(3, 3, "[sample 0, column 3] (zone) is 3; 0 .. 2 is expected")]
    [InlineData(1, float.NaN, "[sample 0, column 1] is NaN; a finite value is expected")]
    public void A_value_outside_its_column_is_refused_on_loading_and_found_by_the_doctor(int column, float value, string problem)
    {
        Write([9, 0.5f, 1, 2, 10, 0, 0, 0]);
        Change(values => values[column] = value);
        Assert.Contains(problem, Assert.Throws<BadInputException>(() => DatasetFolder.Load(Data)).Message, StringComparison.Ordinal);
        var finding = Assert.Single(DatasetDoctor.Examine(Data).Findings, finding => finding.Severity == FindingSeverity.Error);
        Assert.Equal(("externals", $"[sample 0, column {column}]"), (finding.Check, finding.Place));
    }

    [Fact]
    public void The_doctor_knows_flags_and_the_clock_by_their_kinds()
    {
        Write([9, 0.5f, 1, 2, 10, 0, 0, 0], [9 * 3600, 11 * 3600]);
        Change(values => values[2] = 3);
        var findings = DatasetDoctor.Examine(Data).Findings;
        var flag = Assert.Single(findings, finding => finding.Check == "externals");
        Assert.Equal("match is 3; 0 or 1 is expected", flag.Problem);
        var clock = Assert.Single(findings, finding => finding.Check == "clock");
        Assert.StartsWith("hour is 10, but time.npy says 11", clock.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_number_of_columns_than_described_is_refused()
    {
        Write([9, 0.5f, 1, 2, 10, 0, 0, 0]);
        Change(_ => { });
        NpyWriter.Write(External, [1, 2, 3, 4], 2, 2);
        Assert.EndsWith(
            "has shape [2, 2]; [n, 4] is expected, as dataset.json describes",
            Assert.Throws<BadInputException>(() => DatasetFolder.Load(Data)).Message,
            StringComparison.Ordinal);
        File.Delete(Path.Combine(Data, "dataset.json"));
        Assert.EndsWith(
            "[n, 7] is expected; describe other columns in dataset.json, externals",
            Assert.Throws<BadInputException>(() => DatasetFolder.Load(Data)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Factors_that_contradict_their_description_are_not_written()
    {
        var manifest = new DatasetManifest { Externals = ExternalSchema.TaxiBj };
        var refusal = Assert.Throws<BadInputException>(() => DatasetFolder.Write(Data, manifest, [Split([9, 0.5f, 1, 2])]));
        Assert.Contains("has columns hour (hour), rain (number)", refusal.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Data));
    }

    [Fact]
    public void TaxiBj_is_known_by_its_kinds_and_not_by_its_names()
    {
        Assert.True(ExternalSchema.TaxiBj.WithNames(["a", "b", "c", "d", "e", "f", "g"]).IsTaxiBj);
        Assert.False(new ExternalSchema([.. ExternalSchema.TaxiBj.Columns.SkipLast(1)]).IsTaxiBj);
        Assert.False(
            new ExternalSchema([.. ExternalSchema.TaxiBj.Columns.SkipLast(1), new("weather", ExternalKind.Category, Size: 5)]).IsTaxiBj);
    }

    private string External => Path.Combine(Data, "train", "ext.npy");

    private void Write(float[] external, long[]? time = null) => DatasetFolder.Write(Data, new(), [Split(external, time)]);

    private void Change(Action<float[]> change)
    {
        var (shape, values) = NpyReader.ReadSingle(External);
        change(values);
        NpyWriter.Write(External, values, shape);
        var manifest = Path.Combine(Data, DatasetManifest.FileName);
        (DatasetManifest.Read(manifest) with { Checksums = null }).Write(manifest);
    }

    private static FlowSplit Split(float[] external, long[]? time = null)
    {
        var samples = external.Length / Bikes.Columns.Count;
        var fine = new FlowMaps(
            new(samples, 1, 2, 2), [.. Enumerable.Range(1, samples).SelectMany(sample => new float[] { sample, 2, 3, 4 })]);
        return new(
            "train",
            new FlowMaps(new(samples, 1, 1, 1), [.. Enumerable.Range(1, samples).Select(sample => sample + 9f)]),
            fine,
            new(external, Bikes),
            time);
    }
}
