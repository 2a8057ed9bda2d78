using FineFlow.Core.Datasets;
using FineFlow.Core.Datasets.Doctor.Checks;

namespace FineFlow.Core.Tests.Datasets.Doctor;

/// <summary>Coarse counts that are missing.</summary>
public sealed class MissingCountFindingTests : IDisposable
{
    private const int Cell = SickDataset.Coarse + 4;
    private const string Place = "[sample 1, channel 0, row 1, column 1]";

    private readonly SickDataset _data = new();

    public MissingCountFindingTests() => _data.Describe();

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData("train", nameof(FindingSeverity.Error))]
    [InlineData("valid", nameof(FindingSeverity.Error))]
    [InlineData("test", nameof(FindingSeverity.Note))]
    public void Models_learn_from_parts_without_missing_counts_and_infer_those_of_a_test_part(string split, string severity)
    {
        _data.ChangeValues($"{split}/X.npy", values => values[Cell] = values[Cell + 3] = float.NaN);

        var finding = Assert.Single(_data.Examine().Findings, finding => finding.Check == "missing");
        Assert.Equal(("missing", severity, $"{split}/X.npy", 2, Place), (
            finding.Check, finding.Severity.ToString(), finding.File, finding.Count, finding.Place));
        Assert.DoesNotContain("below", finding.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bound_is_named_and_compared_with_the_fine_maps()
    {
        var count = DatasetFolder.Load(_data.Path)["test"].Coarse.Values[Cell];
        _data.ChangeValues("test/X.npy", values => values[Cell] = float.NaN);

        _data.Describe(manifest => manifest with { WithheldBelow = (int)count + 1 });
        Assert.Contains(
            $"each known to be below {count + 1}",
            Assert.Single(_data.Examine().Findings, finding => finding.Check == "missing").Problem,
            StringComparison.Ordinal);

        _data.Describe(manifest => manifest with { WithheldBelow = (int)count });
        var finding = Assert.Single(_data.Examine().Findings, finding => finding.Severity == FindingSeverity.Error);
        Assert.Equal(("test/X.npy", Place, 1), (finding.File, finding.Place, finding.Count));
        Assert.Contains("withheld_below", finding.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fine_count_that_is_missing_is_wrong()
    {
        _data.ChangeValues("test/Y.npy", values => values[3] = float.NaN);
        Assert.Contains(_data.Examine().Findings, finding => finding is { Check: "flow", Severity: FindingSeverity.Error });
    }

    [Fact]
    public void A_summary_counts_the_missing_and_measures_the_others()
    {
        var before = DatasetSummary.Of(DatasetFolder.Load(_data.Path)).Splits[^1];
        _data.ChangeValues("test/X.npy", values => values[Cell] = float.NaN);

        var after = DatasetSummary.Of(DatasetFolder.Load(_data.Path, new() { AdmitMissing = true })).Splits[^1];

        Assert.Null(before.MissingCounts);
        Assert.Equal(1, after.MissingCounts);
        Assert.True(after.Conservation.Conserves);
        Assert.True(after.Coarse.Minimum > 0);
    }
}
