using FineFlow.Core.Conservation;
using FineFlow.Core.Datasets;
using FineFlow.Core.Datasets.Doctor;
using FineFlow.Core.Datasets.Doctor.Checks;
using FineFlow.Core.Formats;
using FineFlow.Core.Sampling;

namespace FineFlow.Core.Tests.Datasets.Doctor;

/// <summary>
/// A dataset without a flaw, to be given some: four days from Saturday 2008-05-17, hourly from 6:00 to 21:00, in 2 x 3 coarse cells and
/// factor 2; two days for train, one for valid and test each.
/// </summary>
internal sealed class SickDataset : IDisposable
{
    public const int SlotsOfDay = 16, Coarse = 6, Fine = 24;
    public const long Saturday = 1_210_982_400;
    private readonly TemporaryFolder _folder = new();

    public SickDataset()
    {
        DatasetFolder.Write(Path, Manifest, [Split(SplitNames.Train, 0, 2), Split(SplitNames.Valid, 2, 1), Split(SplitNames.Test, 3, 1)]);
    }

    public string Path => System.IO.Path.Combine(_folder.Path, "data");

    private static DatasetManifest Manifest => new()
    {
        Name = "healthy",
        SlotMinutes = 60,
        FirstSlot = new DateTime(2008, 5, 17, 6, 0, 0),
        Externals = ExternalSchema.TaxiBj,
    };

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Writes the manifest anew, by default without checksums, so that files may be changed unnoticed.</summary>
    public void Describe(Func<DatasetManifest, DatasetManifest>? change = null) =>
        (change ?? (manifest => manifest))(Manifest).Write(File("dataset.json"));

    public void Put(string name, float[] values, params int[] shape) => NpyWriter.Write(File(name), values, shape);

    public void Put(string name, long[] values) => NpyWriter.Write(File(name), values, values.Length);

    public float[] Values(string name) => NpyReader.ReadSingle(File(name)).Values;

    public void ChangeValues(string name, Action<float[]> change)
    {
        var (shape, values) = NpyReader.ReadSingle(File(name));
        change(values);
        Put(name, values, shape);
    }

    public void ChangeTimes(string name, Action<long[]> change)
    {
        var times = NpyReader.ReadInt64(File(name)).Values;
        change(times);
        Put(name, times);
    }

    /// <summary>Copies the maps of a slot, coarse and fine.</summary>
    public void CopySlot(string fromSplit, int from, string toSplit, int to)
    {
        foreach (var (file, cells) in new[] { ("X.npy", Coarse), ("Y.npy", Fine) })
        {
            var source = Values($"{fromSplit}/{file}").AsSpan(from * cells, cells).ToArray();
            ChangeValues($"{toSplit}/{file}", values => source.CopyTo(values.AsSpan(to * cells)));
        }
    }

    public DoctorReport Examine() => DatasetDoctor.Examine(Path);

    /// <summary>Examines the dataset: beside notes there must be one finding, which is returned.</summary>
    public Finding OnlyFinding() => Assert.Single(Examine().Findings, finding => finding.Severity != FindingSeverity.Note);

    public void Dispose() => _folder.Dispose();

    private static FlowSplit Split(string name, int firstDay, int days)
    {
        var samples = days * SlotsOfDay;
        var random = new RandomStream(firstDay);
        var fine = new FlowMaps(new(samples, 1, 4, 6), [.. Enumerable.Range(0, samples * Fine).Select(_ => (float)random.NextInt(90))]);
        long[] times =
        [
            .. Enumerable.Range(0, samples)
                .Select(slot => Saturday + (firstDay + slot / SlotsOfDay) * 86_400L + (6 + slot % SlotsOfDay) * 3600L),
        ];
        return new(name, BlockSum.Coarsen(fine, 2), fine, new ExternalFactors([.. times.SelectMany(Row)]), times);
    }

    private static float[] Row(long time)
    {
        var clock = DateTimeOffset.FromUnixTimeSeconds(time);
        var day = clock.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)clock.DayOfWeek;
        return [20.5f, 3, 0, day >= 6 ? 1 : 0, day, clock.Hour, 2];
    }
}
