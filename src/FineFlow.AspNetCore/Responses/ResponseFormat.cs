using System.Text.Json;
using FineFlow.AspNetCore.Requests;
using FineFlow.Core;
using FineFlow.Engine.Predictions;
using FineFlow.Engine.Registry;
using FineFlow.Outputs;

namespace FineFlow.AspNetCore.Responses;

/// <summary>A format of answers: JSON, or one of the output formats.</summary>
/// <param name="Name">The value of <c>format=</c> that chooses it.</param>
/// <param name="MediaType">The value of <c>Accept</c> that chooses it.</param>
/// <param name="Write">Writes an answer.</param>
internal sealed record ResponseFormat(string Name, string MediaType, Action<Stream, InferenceResponse> Write) : IAnswerFormat
{
    /// <summary>Whether it cannot do without the place of the map.</summary>
    public bool NeedsPlace { get; init; }

    /// <summary>Whether it holds quantiles beside the map.</summary>
    public bool HoldsQuantiles { get; init; } = true;

    /// <summary>Whether it holds draws beside the map.</summary>
    public bool HoldsDraws { get; init; } = true;

    /// <summary>Whether it can mark cells without flow as cells without data.</summary>
    public bool HoldsNodata { get; init; }

    /// <summary>All formats; the first is the default.</summary>
    public static IReadOnlyList<ResponseFormat> All { get; } =
    [
        new("json", "application/json", WriteJson),
        .. OutputFormats.All.Select(format =>
            new ResponseFormat(format.Key, format.MediaType, (stream, response) => format.Write(stream, response.ToPrediction()))
            {
                NeedsPlace = format.NeedsPlace,
                HoldsQuantiles = format.HoldsQuantiles,
                HoldsDraws = format.HoldsDraws,
                HoldsNodata = format.HoldsNodata,
            }),
    ];

    /// <summary>The counts alone, as raw float32.</summary>
    public static ResponseFormat Raw { get; } = All.First(format => format.Name == "float32");

    /// <summary>Refuses what the format cannot hold, before the work of inferring it.</summary>
    /// <exception cref="BadInputException">
    /// It needs to know where the map lies, and neither the caller nor the model's card says; or it does not hold what is asked for.
    /// </exception>
    public void Check(ServedModel model, InferenceRequest request, AnswerOptions answer)
    {
        if (answer.Quantiles.Count > 0 && !HoldsQuantiles)
        {
            throw Unheld("quantiles", format => format.HoldsQuantiles);
        }

        if (answer.Draws > 0 && !HoldsDraws)
        {
            throw Unheld("draws", format => format.HoldsDraws);
        }

        if (answer.ZerosAsNodata && !HoldsNodata)
        {
            throw Unheld(InferenceQuery.ZerosAsNodata, format => format.HoldsNodata);
        }

        if (NeedsPlace && InferenceResponse.PlaceOf(model, request) is null)
        {
            throw new BadInputException(
                "bounding_box", $"is missing; {Name} needs it, and the model's card does not say where a map of this size lies");
        }
    }

    private BadInputException Unheld(string name, Func<ResponseFormat, bool> holds) =>
        new(name, $"are not held by {Name}; {string.Join(", ", All.Where(holds).Select(format => format.Name))} hold them");

    private static void WriteJson(Stream stream, InferenceResponse response)
    {
        using var json = new Utf8JsonWriter(stream);
        ResponseJson.Write(json, response);
    }
}
