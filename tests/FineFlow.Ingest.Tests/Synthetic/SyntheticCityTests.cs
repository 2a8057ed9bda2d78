using System.Runtime.InteropServices;
using System.Security.Cryptography;
using CsCheck;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Ingest.Synthetic;

namespace FineFlow.Ingest.Tests.Synthetic;

public class SyntheticCityTests
{
    private static readonly CityPreset Tiny = CityPreset.All.Single(preset => preset.Name == "tiny");

    [Fact]
    public void A_seed_gives_these_values_and_no_others() =>
        Assert.Equal("f57531d375e1155cd0670475a2f80d58343599d23cef8348b3c78be0e5db3d4c", Hash(new SyntheticCity(Tiny, 1).Slots()));

    [Fact]
    public void Another_seed_is_another_city()
    {
        var (one, other) = (Mean(Tiny, 1), Mean(Tiny, 2));
        var differing = one.Zip(other).Count(pair => Math.Abs(pair.First - pair.Second) > 0.5 * (pair.First + pair.Second));
        Assert.True(differing > one.Length / 4, $"{differing} cells");
    }

    [Fact]
    public void A_day_is_the_same_in_whichever_period_it_falls()
    {
        var second = new SyntheticCity(Tiny with { Samples = 60 }, 3).Slots().Skip(30);
        var first = new SyntheticCity(Tiny with { Samples = 30, FirstDay = Tiny.FirstDay.AddDays(1) }, 3).Slots();
        Assert.Equal(Hash(second), Hash(first));
    }

    [Fact]
    public void Every_seed_gives_whole_counts_and_life() => Gen.Long.Sample(
        seed =>
        {
            var slots = new SyntheticCity(Tiny with { Samples = 30 }, seed).Slots().ToArray();
            Assert.All(slots, slot => Assert.True(slot.Fine.Values.All(value => value >= 0 && value == MathF.Floor(value))));
            Assert.InRange(slots.Average(slot => slot.Fine.Values.Average()), 0.4 * Tiny.MeanFlow, 1.6 * Tiny.MeanFlow);
        },
        iter: 12);

    [Theory]
    [InlineData("taxibj-p1", 3060, 128)]
    [InlineData("taxibj-p2", 3559, 128)]
    [InlineData("taxibj-p3", 3792, 128)]
    [InlineData("taxibj-p4", 4244, 128)]
    [InlineData("metropolis", 10950, 256)]
    public void Presets_have_the_promised_sizes(string name, int samples, int size)
    {
        var preset = CityPreset.All.Single(candidate => candidate.Name == name);
        Assert.Equal((samples, size), (preset.Samples, preset.FineSize));
    }

    [Fact]
    public void Slots_are_the_half_hours_from_seven_to_half_past_nine()
    {
        var times = new SyntheticCity(Tiny with { Samples = 45 }, 1).Slots().Select(slot => DateTime.UnixEpoch.AddSeconds(slot.Time)).ToArray();
        Assert.Equal(new DateTime(2015, 4, 1, 7, 0, 0), times[0]);
        Assert.Equal(new DateTime(2015, 4, 1, 21, 30, 0), times[29]);
        Assert.Equal(new DateTime(2015, 4, 2, 7, 0, 0), times[30]);
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.True(pair.Second - pair.First == TimeSpan.FromMinutes(30) || pair.Second.Hour == 7));
    }

    [Fact]
    public void A_written_city_loads_back_split_seven_one_two_without_a_warning()
    {
        using var folder = new TemporaryFolder();
        var progress = new Heard();
        SyntheticCity.Write(folder.File("city"), Tiny, 1, progress: progress, stop: TestContext.Current.CancellationToken);
        var loaded = DatasetFolder.Load(folder.File("city"), new() { Strict = true });
        Assert.Equal(MadeUpPlace.Box(32), loaded.Manifest.BoundingBox);
        Assert.Equal([210, 30, 60], loaded.Splits.Select(split => split.Samples));
        Assert.Equal("[60, 1, 8, 8]", loaded["test"].Coarse.ToString());
        Assert.Equal("[60, 1, 32, 32]", loaded["test"].Fine.ToString());
        Assert.Equal(Hash(new SyntheticCity(Tiny, 1).Slots()), Hash(loaded.Splits.SelectMany(Slots)));
        Assert.Equal(Enumerable.Range(1, 300).Select(written => new CityProgress(written, 300)), progress.Reports);
    }

    [Fact]
    public void A_stopped_city_leaves_nothing_behind()
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        var progress = new Heard { On = report => StopAfter(report, stop) };
        Assert.Throws<OperationCanceledException>(() => SyntheticCity.Write(folder.File("city"), Tiny, 1, progress: progress, stop: stop.Token));
        Assert.Equal(5, progress.Reports.Count);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_slot_costs_hardly_more_memory_than_its_map()
    {
        using var slots = new SyntheticCity(Tiny, 1).Slots().GetEnumerator();
        slots.MoveNext();
        slots.MoveNext();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var slot = 2; slot < 30; slot++)
            slots.MoveNext();
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 28, 32 * 32 * 4, 2 * 32 * 32 * 4);
    }

    [Fact]
    public void The_small_preset_is_the_demos_city()
    {
        using var folder = new TemporaryFolder();
        SyntheticData.Write(folder.File("city"), "small", 1, stop: TestContext.Current.CancellationToken);
        var loaded = DatasetFolder.Load(folder.File("city"));
        Assert.Equal(Small.DefaultCity.Test.Fine.Values, loaded["test"].Fine.Values);
        Assert.Equal(new BoundingBox { West = 112, South = 43, East = 112.128, North = 43.096 }, loaded.Manifest.BoundingBox);
    }

    [Theory]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(128)]
    [InlineData(256)]
    public void Made_up_cities_lie_on_earth_with_cells_as_high_as_wide_and_of_one_size(int size)
    {
        const double MetresADegree = 111_320;
        var box = MadeUpPlace.Box(size);
        var height = (box.North - box.South) / size * MetresADegree;
        var width = (box.East - box.West) / size * MetresADegree * Math.Cos((box.North + box.South) / 2 * Math.PI / 180);
        Assert.InRange(height, 150, 180);
        Assert.InRange(width / height, 0.95, 1.05);
    }

    [Fact]
    public void An_unknown_preset_is_refused_with_the_known_ones()
    {
        using var folder = new TemporaryFolder();
        var refusal = Assert.Throws<BadInputException>(() => SyntheticData.Write(folder.File("city"), "taxibj-p5", 1, stop: TestContext.Current.CancellationToken));
        Assert.Contains("taxibj-p5", refusal.Message, StringComparison.Ordinal);
        Assert.All(SyntheticData.Presets, preset => Assert.Contains(preset, refusal.Message, StringComparison.Ordinal));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    private static void StopAfter(CityProgress report, CancellationTokenSource stop)
    {
        if (report.Written == 5)
            stop.Cancel();
    }

    private static IEnumerable<CitySlot> Slots(FlowSplit split) => Enumerable.Range(0, split.Samples)
        .Select(slot => new CitySlot(split.Fine.Slice(slot, 1), split.External!.Row(slot).ToArray(), split.Time![slot]));

    private static double[] Mean(CityPreset preset, long seed)
    {
        var sums = new double[preset.FineSize * preset.FineSize];
        foreach (var slot in new SyntheticCity(preset, seed).Slots())
        {
            for (var cell = 0; cell < sums.Length; cell++)
                sums[cell] += slot.Fine.Values[cell] / preset.Samples;
        }

        return sums;
    }

    private static string Hash(IEnumerable<CitySlot> slots)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var slot in slots)
        {
            hash.AppendData(MemoryMarshal.AsBytes<float>(slot.Fine.Values));
            hash.AppendData(MemoryMarshal.AsBytes<float>(slot.External));
            hash.AppendData(BitConverter.GetBytes(slot.Time));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private sealed class Heard : IProgress<CityProgress>
    {
        public List<CityProgress> Reports { get; } = [];

        public Action<CityProgress> On { get; init; } = _ => { };

        public void Report(CityProgress value)
        {
            Reports.Add(value);
            On(value);
        }
    }
}
