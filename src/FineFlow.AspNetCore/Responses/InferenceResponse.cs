using FineFlow.AspNetCore.Requests;
using FineFlow.Core;
using FineFlow.Engine.Inference;
using FineFlow.Engine.Predictions;
using FineFlow.Engine.Registry;
using FineFlow.Outputs;

namespace FineFlow.AspNetCore.Responses;

/// <summary>The answer to one sample.</summary>
/// <param name="Model">The model that inferred it.</param>
/// <param name="Request">The sample.</param>
/// <param name="Maps">The fine map [1, C, N*H, N*W].</param>
/// <param name="Answer">What was asked for.</param>
/// <param name="Warnings">How the coarse map is unlike those of the model's training.</param>
internal sealed record InferenceResponse(
    ServedModel Model, InferenceRequest Request, MeasuredMaps Maps, AnswerOptions Answer, IReadOnlyList<string> Warnings)
{
    private const ushort Wgs84 = 4326;

    /// <summary>Shape of the fine map: channels, rows, columns.</summary>
    public int[] Shape => [Maps.Fine.Channels, Maps.Fine.Rows, Maps.Fine.Columns];

    /// <summary>Creates an answer from what the engine inferred.</summary>
    /// <param name="model">The model.</param>
    /// <param name="request">The sample.</param>
    /// <param name="result">What the engine inferred.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="place">The sample's place among those of the request: each has draws of its own.</param>
    /// <exception cref="BadInputException">The answer does not follow from the coarse counts, as whole ones from fractions.</exception>
    public static InferenceResponse Create(
        ServedModel model, InferenceRequest request, InferenceResult result, AnswerOptions options, int place = 0) =>
        new(model, request, MeasuredMaps.Create(result.Inferred with { Sample = place }, options), options, result.Warnings);

    /// <summary>
    /// Returns the place of a request's map: as the caller says, or else as the model's card does for a map of its own city's size.
    /// </summary>
    /// <exception cref="BadInputException">The card's description of the city is wrong.</exception>
    public static GridPlace? PlaceOf(ServedModel model, InferenceRequest request) =>
        request.BoundingBox is { } box ? new(box, Wgs84) : model.PlaceOf(request.Coarse);

    /// <summary>Returns what the output formats write.</summary>
    public Prediction ToPrediction() => new()
    {
        Fine = Maps.Fine,
        Whole = Maps.Whole,
        Quantiles = Maps.Quantiles,
        Draws = [.. Maps.Draws],
        Model = Model.Name,
        Manifest = Model.Card.Data?.Manifest ?? new(),
        Place = PlaceOf(Model, Request),
        Time = Request.Seconds,
        ArrayShape = Shape,
        ZerosAsNodata = Answer.ZerosAsNodata,
        Provenance = ProvenanceOf.Model(Model.Card, Answer),
    };
}
