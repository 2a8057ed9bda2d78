using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Engine.Inference;

namespace FineFlow.AspNetCore.Requests;

/// <summary>One sample to be inferred, checked.</summary>
/// <param name="Coarse">[1, C, H, W], raw counts.</param>
/// <param name="External">Its external factors, if given.</param>
/// <param name="Time">Start of its slot on the local clock, if given.</param>
/// <param name="BoundingBox">Edges of its grid in degrees, if given.</param>
internal sealed record InferenceRequest(
    FlowMaps Coarse, ExternalFactors? External = null, DateTime? Time = null, BoundingBox? BoundingBox = null)
{
    /// <summary>1 where a coarse count was observed and 0 where it is missing, [1, C, H, W]; null: all were observed.</summary>
    public FlowMaps? Mask { get; init; }

    /// <summary>Missing counts are known to be smaller than this; null: nothing is known of them.</summary>
    public int? Below { get; init; }

    /// <summary>Start of its slot in seconds since 1970 on the local clock, if given.</summary>
    public long[]? Seconds => Time is { } time ? [new DateTimeOffset(time, TimeSpan.Zero).ToUnixTimeSeconds()] : null;

    /// <summary>What the engine needs of it.</summary>
    public Sample Sample => new(
        new(Coarse, External, Seconds, Mask: Mask) { Below = Below },
        BoundingBox is null ? null : new(new() { BoundingBox = BoundingBox }));

    /// <summary>A request from its parts.</summary>
    /// <param name="counts">The counts, [H, W] or [C, H, W], NaN where one is missing.</param>
    /// <param name="external">External factors.</param>
    /// <param name="time">Start of the slot.</param>
    /// <param name="box">Edges of the grid.</param>
    /// <param name="below">Missing counts are known to be smaller than this.</param>
    /// <param name="prefix">What stands before the fields' names in messages.</param>
    /// <exception cref="BadInputException">Names the field and what was expected.</exception>
    public static InferenceRequest Of(
        CountArray counts, float[]? external, DateTime? time, BoundingBox? box, int? below, string prefix = "")
    {
        var (shape, values, exact) = counts;
        var (coarse, mask) = MissingCells.Separate(shape switch
        {
            [> 0, > 0] => new FlowMaps(new(1, 1, shape[0], shape[1]), values, exact),
            [> 0, > 0, > 0] => new FlowMaps(new(1, shape[0], shape[1], shape[2]), values, exact),
            _ =>
                throw new BadInputException(
                    prefix + "coarse", $"has shape [{string.Join(", ", shape)}]; [H, W] or [C, H, W] of at least 1 each is expected"),
        });
        FlowFiles.Check(coarse, prefix + "coarse");
        CheckTime(time, prefix + "time");
        new DatasetManifest { BoundingBox = box }.Check(prefix + "bounding_box");
        if (MissingCells.BoundProblem(below) is { } problem)
        {
            throw new BadInputException(prefix + "below", problem);
        }

        return new(coarse, external is null ? null : Factors(external, prefix + "external"), time, box) { Mask = mask, Below = below };
    }

    /// <inheritdoc cref="Of(CountArray, float[], DateTime?, BoundingBox, int?, string)"/>
    /// <param name="body">The parts.</param>
    /// <param name="prefix">What stands before the fields' names in messages.</param>
    public static InferenceRequest Of(InferenceRequestBody body, string prefix = "") =>
        Of(body.Coarse.Counts, body.External, body.Time, body.BoundingBox, body.Below, prefix);

    private static void CheckTime(DateTime? time, string field)
    {
        if (time is { Kind: not DateTimeKind.Unspecified })
        {
            throw new BadInputException(field, "has a zone; the time on the local clock is expected without one, as 2026-03-02T08:00:00");
        }
    }

    private static ExternalFactors Factors(float[] values, string field)
    {
        if (values.Length != TaxiBjColumns.Count)
        {
            throw new BadInputException(
                field, $"has {values.Length} values; {TaxiBjColumns.Count} are expected: {string.Join(", ", ExternalSchema.TaxiBj.Names)}");
        }

        var external = new ExternalFactors(values);
        FlowFiles.Check(external, field);
        return external;
    }
}
