using System.ComponentModel;
using FineFlow.Core.Datasets;

namespace FineFlow.AspNetCore.Requests;

/// <summary>A sample as JSON.</summary>
internal sealed record InferenceRequestBody
{
    [Description(
        "Coarse counts: [rows][columns], or [channels][rows][columns]; finite and at least 0, or null where one is missing. "
        + "Row 0 is the north edge.")]
    public required NestedNumbers Coarse { get; init; }

    [Description("The counts that are null are known to be smaller than this, 1 to 1,000,000; without it nothing is known of them.")]
    public int? Below { get; init; }

    [Description("Start of the slot, ISO 8601 on the local clock, without a zone.")]
    public DateTime? Time { get; init; }

    [Description("The seven external factors of the slot, in the order of the model's external_columns.")]
    public float[]? External { get; init; }

    [Description("Outer edges of the grid in degrees (EPSG:4326), for answers as GeoTIFF and CSV.")]
    public BoundingBox? BoundingBox { get; init; }
}
