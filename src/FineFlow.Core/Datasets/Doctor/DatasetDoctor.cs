using FineFlow.Core.Datasets.Doctor.Checks;

namespace FineFlow.Core.Datasets.Doctor;

/// <summary>
/// Examines dataset folders. Where <see cref="DatasetFolder.Load"/> stops at the first problem, the doctor goes on with what can be
/// read and names everything that is wrong, each with its place and a repair.
/// </summary>
internal static class DatasetDoctor
{
    private static readonly Func<DoctorContext, IEnumerable<Finding>>[] Checks =
    [
        FileCheck.Find,
        ManifestCheck.Find,
        ChecksumCheck.Find,
        ShapeCheck.Find,
        StaticMapsCheck.Find,
        FlowCheck.Find,
        MissingCountCheck.Find,
        SumCheck.Find,
        EmptyMapCheck.Find,
        FrozenFrameCheck.Find,
        RepeatedFrameCheck.Find,
        TimeCheck.Find,
        GapCheck.Find,
        SlotCheck.Find,
        ExternalCheck.Find,
        CategoryCheck.Find,
        ClockCheck.Find,
        HourRangeCheck.Find,
        LeakCheck.Find,
        SplitOrderCheck.Find,
    ];

    /// <summary>Examines all splits of a dataset folder. It is read into memory, as <see cref="DatasetFolder.Load"/> does.</summary>
    /// <exception cref="BadInputException">The folder does not exist or holds no split.</exception>
    public static DoctorReport Examine(string folder)
    {
        var context = DoctorContext.Read(folder);
        var findings = Checks
            .SelectMany(check => check(context))
            .Select(finding => finding with { File = context.NameOf(finding.File) })
            .OrderBy(finding => finding.Severity)
            .ToArray();
        return DoctorReport.Of(folder, findings, Profile(context));
    }

    private static DatasetProfile? Profile(DoctorContext context)
    {
        var readable = context.Splits.Where(split => split.Fine is not null).ToArray();
        var alike = readable.Where(split => SameSize(split.Fine!, readable[0].Fine!)).ToArray();
        return alike.Length == 0
            ? null
            : DatasetProfile.Of(alike.Select(split => (split.Name, split.Fine!, split.KnownTimes())));
    }

    private static bool SameSize(FlowMaps a, FlowMaps b) => (a.Channels, a.Rows, a.Columns) == (b.Channels, b.Rows, b.Columns);
}
