using FineFlow.Core.Datasets;
using FineFlow.Core.Datasets.Doctor;
using FineFlow.Core.Datasets.Doctor.Checks;

namespace FineFlow.Core.Tests.Datasets.Doctor;

public sealed class DatasetDoctorTests : IDisposable
{
    private readonly SickDataset _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void A_healthy_dataset_has_no_findings()
    {
        var report = _data.Examine();
        Assert.Empty(report.Findings);
        Assert.Equal((0, 0, 0), (report.Errors, report.Warnings, report.Notes));
        Assert.Equal([32, 16, 16], report.Profile!.Splits.Select(split => split.Totals.Length));
    }

    [Fact]
    public void All_flaws_are_found_at_once_the_gravest_first()
    {
        _data.Describe(manifest => manifest with { SlotMinutes = 30 });
        File.WriteAllBytes(_data.File("train/X.npy"), [1, 2, 3]);
        _data.ChangeValues("valid/Y.npy", values => values[30] = float.NaN);
        _data.ChangeValues("test/ext.npy", values => values[5] = 99);
        _data.ChangeTimes("test/time.npy", times => times[3] = times[2]);
        File.Delete(_data.File("valid/X.npy"));

        var report = _data.Examine();
        Assert.Equal(
            ["files train/X.npy", "files valid/X.npy", "flow valid/Y.npy", "externals test/ext.npy", "clock test/ext.npy"],
            report.Findings.Where(finding => finding.Severity == FindingSeverity.Error)
                .Select(finding => $"{finding.Check} {finding.File}"));
        Assert.Equal(
            ["time test/time.npy", "gaps test/time.npy", "slots dataset.json"],
            report.Findings.Where(finding => finding.Severity == FindingSeverity.Warning)
                .Select(finding => $"{finding.Check} {finding.File}"));
        Assert.Equal((5, 3, 1), (report.Errors, report.Warnings, report.Notes));
        Assert.Equal(report.Findings.OrderBy(finding => finding.Severity), report.Findings);
        Assert.All(report.Findings, finding => Assert.NotEqual("", finding.Repair));
    }

    [Fact]
    public void What_is_no_dataset_is_refused()
    {
        Assert.Throws<BadInputException>(() => DatasetDoctor.Examine(_data.File("nowhere")));
        var empty = Directory.CreateDirectory(_data.File("empty")).FullName;
        Assert.Contains(
            "none of the folders", Assert.Throws<BadInputException>(() => DatasetDoctor.Examine(empty)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_no_fine_map_can_be_read_there_is_no_portrait()
    {
        foreach (var split in SplitNames.All)
        {
            File.Delete(_data.File($"{split}/Y.npy"));
        }

        Assert.Null(_data.Examine().Profile);
    }

    [Fact]
    public void Splits_of_another_size_are_left_out_of_the_portrait()
    {
        _data.Put("valid/Y.npy", new float[16 * 4], 16, 2, 2);
        Assert.Equal(["train", "test"], _data.Examine().Profile!.Splits.Select(split => split.Name));
    }
}
