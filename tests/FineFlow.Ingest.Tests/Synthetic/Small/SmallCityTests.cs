using System.Runtime.InteropServices;
using System.Security.Cryptography;
using CsCheck;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Ingest.Synthetic.Small;

namespace FineFlow.Ingest.Tests.Synthetic.Small;

public class SmallCityTests
{
    private static readonly SmallCityOptions Tiny = new() { TrainDays = 1, ValidDays = 1, TestDays = 1, SlotMinutes = 60 };

    [Fact]
    public void A_seed_gives_these_values_and_no_others()
    {
        Assert.Equal("1032ef5899d6f53c4849f3dbd97dadc5545894662f7070c877225c7f3e5631d7", Hash(SmallCity.Generate(Tiny)));
    }

    [Fact]
    public void Another_seed_is_another_city()
    {
        var (one, other) = (new CityPlan(new(1, 0)), new CityPlan(new(2, 0)));
        Assert.NotEqual(one.Water, other.Water);
        Assert.NotEqual(one.Arterial, other.Arterial);
        Assert.NotEqual(one.Local, other.Local);
    }

    [Fact]
    public void A_day_is_the_same_in_whichever_split_it_falls()
    {
        var alone = SmallCity.Generate(Tiny);
        var after = SmallCity.Generate(Tiny with { TrainDays = 3 });
        Assert.Equal(alone[2].Fine.Values, after[0].Fine.Slice(30, 15).Values);
        Assert.Equal(alone[2].Time, after[0].Time![30..45]);
    }

    [Fact]
    public void Splits_follow_one_another_and_have_the_promised_sizes()
    {
        var splits = SmallCity.Generate(Tiny with { TrainDays = 2, SlotMinutes = 30 });
        Assert.Equal(["train", "valid", "test"], splits.Select(split => split.Name));
        Assert.Equal("[60, 1, 16, 16]", splits[0].Coarse.ToString());
        Assert.Equal("[30, 1, 64, 64]", splits[2].Fine.ToString());
        var time = splits.SelectMany(split => split.Time!).ToArray();
        Assert.Equal(new DateTime(2026, 4, 6, 7, 0, 0), DateTime.UnixEpoch.AddSeconds(time[0]));
        Assert.Equal(new DateTime(2026, 4, 9, 21, 30, 0), DateTime.UnixEpoch.AddSeconds(time[^1]));
        Assert.All(time.Zip(time.Skip(1)), pair => Assert.True(pair.First < pair.Second));
    }

    [Fact]
    public void Every_seed_gives_whole_counts_whose_blocks_add_up() => Gen.Long.Sample(
        seed =>
        {
            var split = SmallCity.Generate(Tiny with { Seed = seed })[0];
            Assert.True(split.Fine.Values.All(value => value >= 0 && value == MathF.Floor(value)));
            Assert.Equal(NaiveSums(split.Fine), split.Coarse.Values);
        },
        iter: 10);

    [Fact]
    public void A_written_city_loads_back_without_a_single_warning()
    {
        using var folder = new TemporaryFolder();
        SmallCity.Write(folder.File("city"), Tiny);
        var loaded = DatasetFolder.Load(folder.File("city"), new() { Strict = true });
        Assert.Equal(Hash(SmallCity.Generate(Tiny)), Hash(loaded.Splits));
        Assert.Equal(4, loaded.Manifest.ScaleFactor);
        Assert.Equal(60, loaded.Manifest.SlotMinutes);
    }

    [Theory]
    [InlineData(0, 1, 1, 30, "0 training days")]
    [InlineData(1, 367, 1, 30, "367 validation days")]
    [InlineData(1, 1, -3, 30, "-3 test days")]
    [InlineData(1, 1, 1, 45, "slots of 45 minutes")]
    public void Options_out_of_range_are_refused_with_their_name(int train, int valid, int test, int minutes, string expected)
    {
        var options = new SmallCityOptions { TrainDays = train, ValidDays = valid, TestDays = test, SlotMinutes = minutes };
        Assert.Contains(expected, Assert.Throws<BadInputException>(() => SmallCity.Generate(options)).Message, StringComparison.Ordinal);
    }

    private static float[] NaiveSums(FlowMaps fine)
    {
        var sums = new float[fine.Samples * 16 * 16];
        for (var i = 0; i < fine.Values.Length; i++)
        {
            var (sample, row, column) = (i / 4096, i / 64 % 64, i % 64);
            sums[sample * 256 + row / 4 * 16 + column / 4] += fine.Values[i];
        }

        return sums;
    }

    private static string Hash(IEnumerable<FlowSplit> splits)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var split in splits)
        {
            hash.AppendData(MemoryMarshal.AsBytes<float>(split.Coarse.Values));
            hash.AppendData(MemoryMarshal.AsBytes<float>(split.Fine.Values));
            hash.AppendData(MemoryMarshal.AsBytes<float>(split.External!.Values));
            hash.AppendData(MemoryMarshal.AsBytes<long>(split.Time));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
