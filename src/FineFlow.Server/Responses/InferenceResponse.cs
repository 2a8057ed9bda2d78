using FineFlow.Core;
using FineFlow.Engine.Inference;
using FineFlow.Engine.Predictions;
using FineFlow.Engine.Registry;
using FineFlow.Outputs;
using FineFlow.Server.Requests;

namespace FineFlow.Server.Responses;

/// <summary>The answer to one sample.</summary>
/// <param name="Model">The model that inferred it.</param>
/// <param name="Request">The sample.</param>
/// <param name="Maps">The fine map [1, C, N*H, N*W].</param>
/// <param name="Warnings">How the coarse map is unlike those of the model's training.</param>
internal sealed record InferenceResponse(LoadedModel Model, InferenceRequest Request, MeasuredMaps Maps, IReadOnlyList<string> Warnings)
{
    private const ushort Wgs84 = 4326;

    /// <summary>Shape of the fine map: channels, rows, columns.</summary>
    public int[] Shape => [Maps.Fine.Channels, Maps.Fine.Rows, Maps.Fine.Columns];

    /// <summary>Creates an answer from what the engine inferred.</summary>
    /// <exception cref="BadInputException">Whole counts are asked for, and the coarse counts are not whole.</exception>
    public static InferenceResponse Create(LoadedModel model, InferenceRequest request, InferenceResult result, bool integers) =>
        new(
            model,
            request,
            integers
                ? MeasuredMaps.Create(new(0, 0, result.Coarse, result.Fine), new() { Integers = true })
                : new(result.Fine, null, result.Residual),
            result.Warnings);

    /// <summary>
    /// Returns the place of a request's map: as the caller says, or else as the model's card does for a map of its own city's size.
    /// </summary>
    /// <exception cref="BadInputException">The card's description of the city is wrong.</exception>
    public static GridPlace? PlaceOf(LoadedModel model, InferenceRequest request) =>
        request.BoundingBox is { } box ? new(box, Wgs84) : model.PlaceOf(request.Coarse);

    /// <summary>Returns what the output formats write.</summary>
    public Prediction ToPrediction() => new()
    {
        Fine = Maps.Fine,
        Whole = Maps.Whole,
        Model = Model.Name,
        Manifest = Model.Card.Data?.Manifest ?? new(),
        Place = PlaceOf(Model, Request),
        Time = Request.Time is { } time ? [new DateTimeOffset(time, TimeSpan.Zero).ToUnixTimeSeconds()] : null,
        ArrayShape = Shape,
    };
}
