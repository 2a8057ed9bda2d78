using System.Text.Json.Serialization;
using FineFlow.Core.Datasets.Doctor.Checks;

namespace FineFlow.Core.Datasets.Doctor;

/// <summary>All that is wrong with a dataset.</summary>
/// <param name="Folder">The dataset's folder.</param>
/// <param name="Errors">Number of findings that are errors.</param>
/// <param name="Warnings">Number of findings that are warnings.</param>
/// <param name="Notes">Number of findings that are notes.</param>
/// <param name="Findings">The findings, the gravest first.</param>
/// <param name="Profile">Profile of the readable fine maps; null without any.</param>
internal sealed record DoctorReport(
    string Folder, int Errors, int Warnings, int Notes, IReadOnlyList<Finding> Findings, [property: JsonIgnore] DatasetProfile? Profile)
{
    internal static DoctorReport Of(string folder, IReadOnlyList<Finding> findings, DatasetProfile? profile) => new(
        folder,
        findings.Count(finding => finding.Severity == FindingSeverity.Error),
        findings.Count(finding => finding.Severity == FindingSeverity.Warning),
        findings.Count(finding => finding.Severity == FindingSeverity.Note),
        findings,
        profile);
}
