using System.Runtime.InteropServices;
using System.Security.Cryptography;
using CsCheck;
using FineFlow.Core;
using FineFlow.Core.Datasets;

namespace FineFlow.Synthetic.Tests;

public class SyntheticCityTests
{
    private static readonly CityPreset Tiny = CityPreset.Find("tiny");

    /// <summary>dataset.json holds the checksums of all other files, so that its own stands for the whole dataset.</summary>
    [Theory]
    [InlineData("small", "d2d90b7eb0d54d2427963e9d1872ed9157b80b41feb1759d5ab2b2160140741b")]
    [InlineData("tiny", "bd0ce5f7b423986c25b7620eb065c894e4618178314328ba186e50854ee3f31e")]
    public void A_preset_and_a_seed_give_these_bytes_and_no_others(string preset, string expected)
    {
        using var folder = new TemporaryFolder();
        SyntheticCity.Write(folder.File("city"), CityPreset.Find(preset), 1, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(4, DatasetFolder.Load(folder.File("city")).Manifest.ScaleFactor);
        var description = File.ReadAllBytes(Path.Combine(folder.File("city"), DatasetManifest.FileName));
        Assert.Equal(expected, Convert.ToHexStringLower(SHA256.HashData(description)));
    }

    [Fact]
    public void Another_seed_is_another_city()
    {
        var (one, other) = (Mean(Tiny, 1), Mean(Tiny, 2));
        var differing = one.Zip(other).Count(pair => Math.Abs(pair.First - pair.Second) > 0.5 * (pair.First + pair.Second));
        Assert.True(differing > one.Length / 4, $"{differing} cells");
    }

    /// <summary>They have one box; weights of one must not pass for weights of the other's place.</summary>
    [Fact]
    public void And_has_another_name()
    {
        using var folder = new TemporaryFolder();
        var token = TestContext.Current.CancellationToken;
        SyntheticCity.Write(folder.File("city"), Tiny with { Samples = 90 }, 2, cancellationToken: token);
        Assert.Equal("synthetic city, tiny, seed 2", DatasetFolder.Load(folder.File("city")).Manifest.Name);
    }

    [Fact]
    public void A_day_is_the_same_in_whichever_period_it_falls()
    {
        var second = SyntheticCity.Slots(Tiny with { Samples = 60 }, 3).Skip(30);
        var first = SyntheticCity.Slots(Tiny with { Samples = 30, FirstDay = Tiny.FirstDay.AddDays(1) }, 3);
        Assert.Equal(Hash(second), Hash(first));
    }

    [Fact]
    public void Every_seed_gives_whole_counts_and_life() => Gen.Long.Sample(
        seed =>
        {
            var slots = SyntheticCity.Slots(Tiny with { Samples = 30 }, seed).ToArray();
            Assert.All(slots, slot => Assert.True(slot.Fine.Values.All(value => value >= 0 && value == MathF.Floor(value))));
            var ordinary = Tiny.Routes!.MeanFlow;
            Assert.InRange(slots.Average(slot => slot.Fine.Values.Average()), 0.4 * ordinary, 1.6 * ordinary);
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
        var preset = CityPreset.Find(name);
        Assert.Equal((samples, size), (preset.Samples, preset.FineSize));
    }

    [Fact]
    public void Slots_are_the_half_hours_from_seven_to_half_past_nine()
    {
        var times = SyntheticCity.Slots(Tiny with { Samples = 45 }, 1).Select(slot => DateTime.UnixEpoch.AddSeconds(slot.Time)).ToArray();
        Assert.Equal(new DateTime(2015, 4, 1, 7, 0, 0), times[0]);
        Assert.Equal(new DateTime(2015, 4, 1, 21, 30, 0), times[29]);
        Assert.Equal(new DateTime(2015, 4, 2, 7, 0, 0), times[30]);
        Assert.All(
            times.Zip(times.Skip(1)),
            pair => Assert.True(pair.Second - pair.First == TimeSpan.FromMinutes(30) || pair.Second.Hour == 7));
    }

    [Fact]
    public void A_written_city_loads_back_split_seven_one_two_without_a_warning()
    {
        using var folder = new TemporaryFolder();
        var progress = new Recorded();
        SyntheticCity.Write(folder.File("city"), Tiny, 1, progress: progress, cancellationToken: TestContext.Current.CancellationToken);
        var loaded = DatasetFolder.Load(folder.File("city"), new() { Strict = true });
        Assert.Equal(MadeUpPlace.Box(32), loaded.Manifest.BoundingBox);
        Assert.Equal([210, 30, 60], loaded.Splits.Select(split => split.Samples));
        Assert.Equal("[60, 1, 8, 8]", loaded["test"].Coarse.ToString());
        Assert.Equal("[60, 1, 32, 32]", loaded["test"].Fine.ToString());
        Assert.Equal(Hash(SyntheticCity.Slots(Tiny, 1)), Hash(loaded.Splits.SelectMany(Slots)));
        Assert.Equal(
            Enumerable.Range(1, 300).Select(written => (written, 300)), progress.Reports.Select(city => (city.Written, city.Total)));
        Assert.Null(progress.Reports[0].SecondsLeft);
        Assert.All(progress.Reports.Skip(1), city => Assert.Equal((300 - city.Written) / city.SlotsPerSecond, city.SecondsLeft));
    }

    [Fact]
    public void A_stopped_city_leaves_nothing_behind()
    {
        using var folder = new TemporaryFolder();
        using var cancellation = new CancellationTokenSource();
        var progress = new Recorded { On = report => CancelAfterFive(report, cancellation) };
        Assert.Throws<OperationCanceledException>(
            () => SyntheticCity.Write(folder.File("city"), Tiny, 1, progress: progress, cancellationToken: cancellation.Token));
        Assert.Equal(5, progress.Reports.Count);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_slot_costs_hardly_more_memory_than_its_map()
    {
        using var slots = SyntheticCity.Slots(Tiny, 1).GetEnumerator();
        slots.MoveNext();
        slots.MoveNext();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var slot = 2; slot < 30; slot++)
            slots.MoveNext();
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 28, 32 * 32 * 4, 2 * 32 * 32 * 4);
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
        var refusal = Assert.Throws<BadInputException>(() => CityPreset.Find("taxibj-p5"));
        Assert.Contains("taxibj-p5", refusal.Message, StringComparison.Ordinal);
        Assert.All(CityPreset.All, preset => Assert.Contains(preset.Name, refusal.Message, StringComparison.Ordinal));
    }

    private static void CancelAfterFive(CityProgress report, CancellationTokenSource cancellation)
    {
        if (report.Written == 5)
            cancellation.Cancel();
    }

    private static IEnumerable<CitySlot> Slots(FlowSplit split) => Enumerable.Range(0, split.Samples)
        .Select(slot => new CitySlot(split.Fine.Slice(slot, 1), split.External!.Row(slot).ToArray(), split.Time![slot]));

    private static double[] Mean(CityPreset preset, long seed)
    {
        var sums = new double[preset.FineSize * preset.FineSize];
        foreach (var slot in SyntheticCity.Slots(preset, seed))
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

    private sealed class Recorded : IProgress<CityProgress>
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
