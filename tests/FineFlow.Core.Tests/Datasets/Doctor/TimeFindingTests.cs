using FineFlow.Core.Datasets.Doctor.Checks;

namespace FineFlow.Core.Tests.Datasets.Doctor;

/// <summary>Flaws of times.</summary>
public sealed class TimeFindingTests : IDisposable
{
    private readonly SickDataset _data = new();

    public TimeFindingTests()
    {
        _data.Describe();

        // Times alone are looked at here.
        foreach (var split in new[] { "train", "valid", "test" })
        {
            File.Delete(_data.File($"{split}/ext.npy"));
        }

        _data.Describe(manifest => manifest with { Externals = null });
    }

    public void Dispose() => _data.Dispose();

    [Fact]
    public void Nights_without_slots_are_no_gaps() =>
        Assert.DoesNotContain(_data.Examine().Findings, finding => finding.Severity != FindingSeverity.Note);

    [Fact]
    public void A_gap_is_found_with_its_length_and_place()
    {
        Drop("train", 5, 3);
        var finding = _data.OnlyFinding();
        Assert.Equal(
            (FindingSeverity.Warning, "gaps", "train/time.npy", 3), (finding.Severity, finding.Check, finding.File, finding.Count));
        Assert.Equal("after [sample 4] (2008-05-17 10:00)", finding.Place);
    }

    [Fact]
    public void A_missing_day_between_splits_is_a_gap()
    {
        _data.ChangeTimes("test/time.npy", times => Shift(times, 86_400));
        var finding = _data.OnlyFinding();
        Assert.Equal(("gaps", "valid/time.npy", SickDataset.SlotsOfDay), (finding.Check, finding.File, finding.Count));
    }

    [Fact]
    public void Times_twice_and_times_backwards_are_told_apart()
    {
        _data.ChangeTimes("test/time.npy", times => times[4] = times[3]);
        Assert.Equal(["time", "gaps"], Checks());
        Assert.Contains(
            _data.Examine().Findings, finding => finding is { Check: "time", Count: 1, Place: "[sample 4] (2008-05-20 09:00)" });

        _data.ChangeTimes("test/time.npy", times => (times[4], times[5]) = (times[5], times[3] + 3600));
        var backwards = _data.OnlyFinding();
        Assert.Equal("time", backwards.Check);
        Assert.Contains("1 slots lie before", backwards.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Milliseconds_are_an_error()
    {
        _data.ChangeTimes("valid/time.npy", times => times[0] *= 1_000_000);
        var finding = _data.OnlyFinding();
        Assert.Equal((FindingSeverity.Error, "time", "valid/time.npy", 1), (finding.Severity, finding.Check, finding.File, finding.Count));
    }

    [Fact]
    public void Slots_off_the_grid_are_counted()
    {
        _data.ChangeTimes("test/time.npy", times => (times[3], times[7]) = (times[3] + 60, times[7] - 5));
        Assert.Contains(
            _data.Examine().Findings,
            finding => finding is { Check: "slots", File: "test/time.npy", Count: 2, Severity: FindingSeverity.Warning });
    }

    [Fact]
    public void A_manifest_with_another_slot_length_or_start_is_a_warning()
    {
        _data.Describe(manifest => manifest with { Externals = null, SlotMinutes = 30, FirstSlot = new DateTime(2008, 5, 17) });
        Assert.Equal(["slots", "slots"], Checks());
    }

    [Fact]
    public void Times_that_are_in_two_splits_leak()
    {
        _data.ChangeTimes("test/time.npy", times => times[0] = SickDataset.Saturday + 2 * 86_400 + 6 * 3600);
        var leak = Assert.Single(_data.Examine().Findings, finding => finding.Severity == FindingSeverity.Error);
        Assert.Equal(("leaks", "test/time.npy", 1), (leak.Check, leak.File, leak.Count));
        Assert.Contains("valid", leak.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Splits_that_are_not_in_the_order_of_time_are_a_warning()
    {
        _data.ChangeTimes("valid/time.npy", times => Shift(times, 86_400));
        _data.ChangeTimes("test/time.npy", times => Shift(times, -86_400));
        var finding = _data.OnlyFinding();
        Assert.Equal(("order", "test/time.npy", SickDataset.SlotsOfDay), (finding.Check, finding.File, finding.Count));
    }

    [Fact]
    public void Times_before_1970_are_times_too()
    {
        foreach (var split in new[] { "train", "valid", "test" })
        {
            _data.ChangeTimes($"{split}/time.npy", times => Shift(times, -86_400L * 7 * 4000));
        }

        Assert.Equal(["slots"], Checks());
    }

    private string[] Checks() =>
        [.. _data.Examine().Findings.Where(finding => finding.Severity != FindingSeverity.Note).Select(finding => finding.Check)];

    private void Drop(string split, int first, int count)
    {
        foreach (var (file, cells, shape) in new[] { ("X.npy", SickDataset.Coarse, new[] { 2, 3 }), ("Y.npy", SickDataset.Fine, [4, 6]) })
        {
            float[] kept =
            [
                .. _data.Values($"{split}/{file}").Chunk(cells).Where((_, sample) => sample < first || sample >= first + count)
                    .SelectMany(map => map),
            ];
            _data.Put($"{split}/{file}", kept, kept.Length / cells, shape[0], shape[1]);
        }

        var times = Core.Formats.NpyReader.ReadInt64(_data.File($"{split}/time.npy")).Values;
        _data.Put($"{split}/time.npy", [.. times.Where((_, sample) => sample < first || sample >= first + count)]);
    }

    private static void Shift(long[] times, long seconds)
    {
        for (var i = 0; i < times.Length; i++)
        {
            times[i] += seconds;
        }
    }
}
