using FineFlow.Core.Datasets.Doctor.Checks;

namespace FineFlow.Core.Tests.Datasets.Doctor;

/// <summary>Flaws of the maps.</summary>
public sealed class FlowFindingTests : IDisposable
{
    private readonly SickDataset _data = new();

    public FlowFindingTests() => _data.Describe();

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData(float.PositiveInfinity, "is infinite")]
    [InlineData(-1f, "is negative")]
    public void Values_that_are_no_flow_are_counted_with_the_first_place(float value, string problem)
    {
        _data.ChangeValues("valid/X.npy", values => values[SickDataset.Coarse + 4] = values[40] = values[60] = value);
        var finding = Assert.Single(_data.Examine().Findings, finding => finding.Check == "flow");
        Assert.Equal((FindingSeverity.Error, "valid/X.npy", 3), (finding.Severity, finding.File, finding.Count));
        Assert.Equal("[sample 1, channel 0, row 1, column 1]", finding.Place);
        Assert.Contains(problem, finding.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Kinds_of_bad_values_are_told_apart()
    {
        _data.ChangeValues("train/Y.npy", values => (values[0], values[1], values[2]) = (float.NaN, -1, float.NegativeInfinity));
        Assert.Equal(3, _data.Examine().Findings.Count(finding => finding is { Check: "flow", Count: 1 }));
    }

    [Fact]
    public void A_direction_that_is_stored_negative_is_recognised()
    {
        foreach (var file in new[] { "X.npy", "Y.npy" })
        {
            _data.ChangeValues($"train/{file}", Negate);
        }

        Assert.All(
            _data.Examine().Findings.Where(finding => finding.Check == "flow"),
            finding => Assert.Contains("negate it", finding.Repair, StringComparison.Ordinal));
    }

    [Fact]
    public void Blocks_that_do_not_add_up_are_counted()
    {
        _data.ChangeValues("test/Y.npy", values => values[0] += 1);
        _data.ChangeValues("test/X.npy", values => values[5] += 7);
        var finding = _data.OnlyFinding();
        Assert.Equal((FindingSeverity.Error, "sums", "test/Y.npy", 2), (finding.Severity, finding.Check, finding.File, finding.Count));
        Assert.Contains("the largest difference is 7", finding.Problem, StringComparison.Ordinal);
        Assert.Contains("block sums", finding.Repair, StringComparison.Ordinal);
    }

    [Fact]
    public void Coarse_maps_of_means_are_recognised()
    {
        _data.ChangeValues("test/X.npy", values => Scale(values, 0.25f));
        Assert.Contains("multiply X.npy by 4", _data.OnlyFinding().Repair, StringComparison.Ordinal);
    }

    [Fact]
    public void Slots_without_flow_are_counted()
    {
        Clear("train", 7, 2);
        var finding = _data.OnlyFinding();
        Assert.Equal((FindingSeverity.Warning, "empty", "train/Y.npy", 2), (finding.Severity, finding.Check, finding.File, finding.Count));
        Assert.Equal("[sample 7] (2008-05-17 13:00)", finding.Place);
    }

    [Fact]
    public void A_channel_without_flow_is_named()
    {
        foreach (var (split, samples) in new[] { ("train", 32), ("valid", 16), ("test", 16) })
        {
            _data.Put($"{split}/X.npy", WithDeadChannel(_data.Values($"{split}/X.npy"), SickDataset.Coarse), samples, 2, 2, 3);
            _data.Put($"{split}/Y.npy", WithDeadChannel(_data.Values($"{split}/Y.npy"), SickDataset.Fine), samples, 2, 4, 6);
        }

        var findings = _data.Examine().Findings.Where(finding => finding.Severity != FindingSeverity.Note).ToArray();
        Assert.Equal(["train/Y.npy", "valid/Y.npy", "test/Y.npy"], findings.Select(finding => finding.File));
        Assert.All(findings, finding => Assert.Equal(("empty", "[channel 1]"), (finding.Check, finding.Place)));
    }

    [Fact]
    public void Frozen_slots_are_counted_with_their_longest_run()
    {
        _data.CopySlot("train", 3, "train", 4);
        _data.CopySlot("train", 3, "train", 5);
        _data.CopySlot("train", 9, "train", 10);
        var finding = _data.OnlyFinding();
        Assert.Equal((FindingSeverity.Warning, "frozen", "train/Y.npy", 3), (finding.Severity, finding.Check, finding.File, finding.Count));
        Assert.StartsWith("[sample 4]", finding.Place, StringComparison.Ordinal);
        Assert.Contains("up to 2 in a row", finding.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Slots_repeated_later_are_duplicates_and_not_frozen()
    {
        _data.CopySlot("train", 3, "train", 20);
        var finding = _data.OnlyFinding();
        Assert.Equal(("duplicates", "train/Y.npy", 1), (finding.Check, finding.File, finding.Count));
        Assert.Contains("[sample 3]", finding.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_slots_with_hardly_any_flow_are_no_finding()
    {
        foreach (var sample in new[] { 3, 4, 8 })
        {
            Clear("train", sample, 1);
            _data.ChangeValues("train/Y.npy", values => values[sample * SickDataset.Fine] = 1);
            _data.ChangeValues("train/X.npy", values => values[sample * SickDataset.Coarse] = 1);
        }

        Assert.DoesNotContain(_data.Examine().Findings, finding => finding.Severity != FindingSeverity.Note);
    }

    [Theory]
    [InlineData("valid")]
    [InlineData("test")]
    public void Maps_that_are_in_two_splits_leak(string into)
    {
        _data.CopySlot("train", 3, into, 9);
        var finding = _data.OnlyFinding();
        Assert.Equal((FindingSeverity.Error, "leaks", $"{into}/Y.npy", 1), (finding.Severity, finding.Check, finding.File, finding.Count));
        Assert.StartsWith("[sample 9]", finding.Place, StringComparison.Ordinal);
    }

    private void Clear(string split, int sample, int count)
    {
        _data.ChangeValues($"{split}/Y.npy", values => values.AsSpan(sample * SickDataset.Fine, count * SickDataset.Fine).Clear());
        _data.ChangeValues($"{split}/X.npy", values => values.AsSpan(sample * SickDataset.Coarse, count * SickDataset.Coarse).Clear());
    }

    private static float[] WithDeadChannel(float[] values, int cells) =>
        [.. values.Chunk(cells).SelectMany(map => map.Concat(new float[cells]))];

    private static void Negate(float[] values) => Scale(values, -1);

    private static void Scale(float[] values, float factor)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] *= factor;
        }
    }
}
