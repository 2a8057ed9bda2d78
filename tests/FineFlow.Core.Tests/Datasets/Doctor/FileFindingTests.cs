using FineFlow.Core.Datasets;
using FineFlow.Core.Datasets.Doctor.Checks;

namespace FineFlow.Core.Tests.Datasets.Doctor;

/// <summary>Flaws of files, manifest, checksums and shapes.</summary>
public sealed class FileFindingTests : IDisposable
{
    private readonly SickDataset _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void A_changed_file_is_found_by_its_checksum()
    {
        _data.ChangeValues("test/ext.npy", values => values[0] += 1);
        var finding = _data.OnlyFinding();
        Assert.Equal((FindingSeverity.Error, "checksums", "test/ext.npy"), (finding.Severity, finding.Check, finding.File));
        Assert.Contains("has changed", finding.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lost_file_with_a_checksum_is_found()
    {
        File.Delete(_data.File("valid/time.npy"));
        var finding = Assert.Single(_data.Examine().Findings, finding => finding.Check == "checksums");
        Assert.Equal(("valid/time.npy", FindingSeverity.Error), (finding.File, finding.Severity));
    }

    [Fact]
    public void Absent_checksums_and_an_absent_manifest_are_notes()
    {
        _data.Describe();
        var note = Assert.Single(_data.Examine().Findings);
        Assert.Equal((FindingSeverity.Note, "checksums", 12), (note.Severity, note.Check, note.Count));
        File.Delete(_data.File("dataset.json"));
        Assert.Equal(["manifest", "checksums"], _data.Examine().Findings.Select(finding => finding.Check));
        Assert.Equal(0, _data.Examine().Errors);
    }

    [Fact]
    public void A_file_without_a_checksum_among_others_is_named()
    {
        var checksums = FileChecksums.Compute(_data.Path).Where(file => file.Key != "test/Y.npy").ToDictionary();
        _data.Describe(manifest => manifest with { Checksums = checksums });
        Assert.Contains("of test/Y.npy;", Assert.Single(_data.Examine().Findings).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void All_wrong_fields_of_the_manifest_are_named()
    {
        File.WriteAllText(
            _data.File("dataset.json"),
            """{"scale_factor": 1, "slot_minutes": 0, "bounding_box": {"south": 2, "north": 1, "west": 0, "east": 1}}""");
        var problems = _data.Examine().Findings.Where(finding => finding.Check == "manifest")
            .Select(finding => finding.Problem.Split(' ')[0]);
        Assert.Equal(["scale_factor", "slot_minutes", "bounding_box"], problems);
    }

    [Fact]
    public void A_manifest_that_is_no_json_is_named_and_the_arrays_are_examined_all_the_same()
    {
        File.WriteAllText(_data.File("dataset.json"), "{");
        _data.ChangeValues("valid/Y.npy", values => values[0] = -1);
        Assert.Equal(
            ["files", "flow", "sums"],
            _data.Examine().Findings.Where(finding => finding.Severity == FindingSeverity.Error).Select(finding => finding.Check));
    }

    [Fact]
    public void A_manifest_that_disowns_the_externals_is_a_warning()
    {
        _data.Describe(manifest => manifest with { Externals = ExternalSchema.None });
        Assert.Equal(("manifest", FindingSeverity.Warning), (_data.OnlyFinding().Check, _data.OnlyFinding().Severity));
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_found_in_every_split()
    {
        _data.Describe(manifest => manifest with { ScaleFactor = 3, Channels = ["in", "out"] });
        _data.Put("valid/Y.npy", new float[16 * 6 * 9], 16, 6, 9);
        _data.Put("test/ext.npy", new float[15 * 7], 15, 7);
        var findings = _data.Examine().Findings.Where(finding => finding.Check == "shape").ToArray();
        Assert.Equal(["test/ext.npy", "valid/Y.npy", "dataset.json", "dataset.json"], findings.Select(finding => finding.File));
        Assert.All(findings, finding => Assert.Equal(FindingSeverity.Error, finding.Severity));
    }

    [Fact]
    public void Externals_in_one_split_alone_are_an_error_unless_the_others_are_only_broken()
    {
        _data.Describe();
        File.WriteAllText(_data.File("train/ext.npy"), "broken");
        Assert.Equal("files", _data.OnlyFinding().Check);
        File.Delete(_data.File("train/ext.npy"));
        Assert.Equal(("shape", "train/ext.npy"), (_data.OnlyFinding().Check, _data.OnlyFinding().File));
    }

    [Fact]
    public void A_missing_valid_split_is_a_note()
    {
        _data.Describe();
        Directory.Delete(_data.File("valid"), recursive: true);
        var findings = _data.Examine().Findings;
        Assert.Contains(findings, finding => finding is { Severity: FindingSeverity.Note, Check: "files", File: "valid" });
        Assert.DoesNotContain(findings, finding => finding.Severity == FindingSeverity.Error);
    }
}
