namespace FineFlow.Experiments.Reports;

/// <summary>A picture of a report.</summary>
/// <param name="Part">The part of the report that it belongs to.</param>
/// <param name="Alternative">What it shows, for those who do not see it.</param>
/// <param name="Caption">The line below it.</param>
/// <param name="Png">The bytes of a PNG file.</param>
public sealed record ReportPicture(ReportPart Part, string Alternative, string Caption, byte[] Png);

/// <summary>The parts of a report that have pictures.</summary>
public enum ReportPart
{
    /// <summary>How the training went.</summary>
    Training,

    /// <summary>Where in the city the model errs.</summary>
    Map,

    /// <summary>Single slots.</summary>
    Slots,
}
