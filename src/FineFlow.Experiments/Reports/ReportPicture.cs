namespace FineFlow.Experiments.Reports;

/// <summary>A picture of a report.</summary>
/// <param name="Part">The part of the report that it belongs to.</param>
/// <param name="Alternative">Alternative text.</param>
/// <param name="Caption">The line below it.</param>
/// <param name="Png">The bytes of a PNG file.</param>
internal sealed record ReportPicture(ReportPart Part, string Alternative, string Caption, byte[] Png);

/// <summary>The parts of a report that have pictures.</summary>
internal enum ReportPart
{
    /// <summary>The course of the training.</summary>
    Training,

    /// <summary>The map of the errors.</summary>
    Map,

    /// <summary>Single slots.</summary>
    Slots,
}
