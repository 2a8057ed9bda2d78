using FineFlow.Core.Datasets.Doctor.Checks;

namespace FineFlow.Core.Tests.Datasets.Doctor;

/// <summary>Flaws of external factors.</summary>
public sealed class ExternalFindingTests : IDisposable
{
    private readonly SickDataset _data = new();

    public ExternalFindingTests() => _data.Describe();

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData(0, float.NaN, nameof(FindingSeverity.Error))]
    [InlineData(1, float.PositiveInfinity, nameof(FindingSeverity.Error))]
    [InlineData(0, 293.5f, nameof(FindingSeverity.Warning))]
    [InlineData(0, 60.5f, nameof(FindingSeverity.Warning))]
    [InlineData(0, -60.5f, nameof(FindingSeverity.Warning))]
    [InlineData(1, 150.5f, nameof(FindingSeverity.Warning))]
    [InlineData(1, -0.5f, nameof(FindingSeverity.Warning))]
    [InlineData(1, -9999f, nameof(FindingSeverity.Warning))]
    [InlineData(2, 2f, nameof(FindingSeverity.Warning))]
    [InlineData(3, 0.5f, nameof(FindingSeverity.Warning))]
    [InlineData(6, 18f, nameof(FindingSeverity.Error))]
    [InlineData(6, 0f, nameof(FindingSeverity.Warning))]
    [InlineData(6, 2.5f, nameof(FindingSeverity.Warning))]
    public void Values_out_of_range_are_counted_by_column(int column, float value, string severity)
    {
        _data.ChangeValues("valid/ext.npy", values => values[3 * 7 + column] = values[9 * 7 + column] = value);
        var finding = _data.OnlyFinding();
        Assert.Equal(
            (severity, "externals", "valid/ext.npy", 2),
            (finding.Severity.ToString(), finding.Check, finding.File, finding.Count));
        Assert.Equal($"[sample 3, column {column}]", finding.Place);
    }

    [Theory]
    [InlineData(0, 60f)]
    [InlineData(0, -60f)]
    [InlineData(1, 150f)]
    [InlineData(1, 0f)]
    public void The_ends_of_a_range_belong_to_it(int column, float value)
    {
        _data.ChangeValues("valid/ext.npy", values => values[3 * 7 + column] = value);

        Assert.DoesNotContain(_data.Examine().Findings, finding => finding.Severity != FindingSeverity.Note);
    }

    [Fact]
    public void Weather_that_the_manifest_calls_unknown_is_no_finding()
    {
        foreach (var split in new[] { "train", "valid", "test" })
        {
            _data.ChangeValues($"{split}/ext.npy", values => Change(values, TaxiBjColumns.Weather, _ => 0));
        }

        Assert.Equal(3, Warnings().Length);
        _data.Describe(manifest => manifest with
        {
            Externals = ExternalSchema.TaxiBj.WithNames([.. ExternalSchema.TaxiBj.Names.Take(6), "weather" + ExternalColumn.NotKnown]),
        });
        Assert.Empty(Warnings());

        Finding[] Warnings() => [.. _data.Examine().Findings.Where(finding => finding.Severity != FindingSeverity.Note)];
    }

    [Fact]
    public void Scaled_categories_are_recognised()
    {
        foreach (var split in new[] { "train", "valid", "test" })
        {
            DeleteTime(split);
            _data.ChangeValues($"{split}/ext.npy", values => Change(values, TaxiBjColumns.Hour, hour => hour / 24));
        }

        var findings = _data.Examine().Findings.Where(finding => finding.Severity != FindingSeverity.Note).ToArray();
        Assert.Equal(3, findings.Length);
        Assert.All(findings, finding => Assert.Contains("hour x 24", finding.Repair, StringComparison.Ordinal));
    }

    [Fact]
    public void An_hour_against_the_clock_is_an_error()
    {
        _data.ChangeValues("test/ext.npy", values => values[2 * 7 + TaxiBjColumns.Hour] = 20);
        var finding = _data.OnlyFinding();
        Assert.Equal((FindingSeverity.Error, "clock", "test/ext.npy", 1), (finding.Severity, finding.Check, finding.File, finding.Count));
        Assert.Contains("hour is 20, but time.npy says 8 (2008-05-20 08:00)", finding.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Times_in_utc_are_recognised_by_their_constant_shift()
    {
        _data.ChangeTimes("test/time.npy", times => Array.ForEach([.. Enumerable.Range(0, times.Length)], slot => times[slot] += 8 * 3600));
        var hours = Assert.Single(
            _data.Examine().Findings,
            finding => finding is { Check: "clock" } && finding.Place!.EndsWith("column 5]", StringComparison.Ordinal));
        Assert.Equal(16, hours.Count);
        Assert.Contains("ahead by 16 (of 24)", hours.Repair, StringComparison.Ordinal);
    }

    [Fact]
    public void Days_that_count_from_0_are_found()
    {
        _data.ChangeValues("train/ext.npy", values => Change(values, TaxiBjColumns.Day, day => day - 1));
        Assert.Contains(
            _data.Examine().Findings,
            finding => finding is { Check: "clock", Count: 32 } && finding.Repair.Contains("ahead by 6 (of 7)", StringComparison.Ordinal));
    }

    [Fact]
    public void A_weekend_flag_on_a_monday_is_a_warning()
    {
        _data.ChangeValues("valid/ext.npy", values => values[4 * 7 + 3] = 1);
        Assert.Equal(
            (FindingSeverity.Warning, "clock", "[sample 4, column 3]"),
            (_data.OnlyFinding().Severity, _data.OnlyFinding().Check, _data.OnlyFinding().Place));
    }

    [Fact]
    public void Hours_of_taxibj_without_their_7_are_recognised_where_there_is_no_clock()
    {
        foreach (var split in new[] { "train", "valid", "test" })
        {
            DeleteTime(split);
            _data.ChangeValues($"{split}/ext.npy", values => Change(values, TaxiBjColumns.Hour, hour => Math.Min(hour - 6, 14)));
        }

        var findings = _data.Examine().Findings.Where(finding => finding.Severity != FindingSeverity.Note).ToArray();
        Assert.Equal(["hours", "hours", "hours"], findings.Select(finding => finding.Check));
        Assert.StartsWith("add 7", findings[0].Repair, StringComparison.Ordinal);
    }

    private void DeleteTime(string split) => File.Delete(_data.File($"{split}/time.npy"));

    private static void Change(float[] values, int column, Func<float, float> change)
    {
        for (var i = column; i < values.Length; i += TaxiBjColumns.Count)
        {
            values[i] = change(values[i]);
        }
    }
}
