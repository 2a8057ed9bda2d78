using System.Text.Json;
using FineFlow.Core;
using FineFlow.Core.Formats;
using FineFlow.Experiments.Predictions;
using FineFlow.Serving.Problems;
using FineFlow.Serving.Questions;
using FineFlow.Serving.Registry;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace FineFlow.Serving.Answers;

/// <summary>A format that answers go out in.</summary>
/// <param name="Name">What <c>format=</c> says.</param>
/// <param name="MediaType">What <c>Accept</c> says.</param>
/// <param name="Write">Writes an answer.</param>
/// <param name="NeedsPlace">Whether it must tell where the map lies.</param>
internal sealed record AnswerFormat(string Name, string MediaType, Action<Stream, Answer> Write, bool NeedsPlace = false)
{
    private const ushort Wgs84 = 4326;

    /// <summary>The counts alone, as they are.</summary>
    public static AnswerFormat Raw { get; } = new("float32", "application/octet-stream", WriteRaw);

    /// <summary>All formats; the first is what callers get who do not choose.</summary>
    public static IReadOnlyList<AnswerFormat> All { get; } =
    [
        new("json", "application/json", WriteJson),
        new("npy", "application/x-npy", WriteNpy),
        Raw,
        new("png", "image/png", (stream, answer) => WritePrediction(".png", stream, answer)),
        new("geotiff", "image/tiff", (stream, answer) => WritePrediction(".tif", stream, answer), NeedsPlace: true),
        new("csv", "text/csv", (stream, answer) => WritePrediction(".csv", stream, answer)),
    ];

    /// <summary>The format that a request asks for: by <c>format=</c>, or else by its Accept header.</summary>
    /// <exception cref="ProblemException">There is no such format.</exception>
    public static AnswerFormat Of(HttpRequest request)
    {
        if (request.Query.TryGetValue("format", out var name))
        {
            return All.FirstOrDefault(format => format.Name == name)
                ?? throw new ProblemException(StatusCodes.Status400BadRequest, $"format is '{name}'; {string.Join(", ", All.Select(f => f.Name))} are known", "format");
        }

        var accepted = MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var list) ? list : [];
        return accepted.Count == 0
            ? All[0]
            : accepted.OrderByDescending(type => type.Quality ?? 1).Select(type => All.FirstOrDefault(format => format.Suits(type))).FirstOrDefault(format => format is not null)
                ?? throw new ProblemException(
                    StatusCodes.Status406NotAcceptable, $"Accept is '{request.Headers.Accept}'; {string.Join(", ", All.Select(f => f.MediaType))} are known", "Accept");
    }

    /// <summary>Refuses what the format cannot hold, before the work of inferring it.</summary>
    /// <exception cref="BadInputException">It needs to know where the map lies, and neither the caller nor the model's card says.</exception>
    public void Check(LoadedModel model, Question question)
    {
        if (NeedsPlace && Place(model, question) is null)
        {
            throw new BadInputException("bounding_box", $"is missing; {Name} needs it, and the model's card does not say where a map of this size lies");
        }
    }

    private bool Suits(MediaTypeHeaderValue accepted) => accepted.Quality != 0 && new MediaTypeHeaderValue(MediaType).IsSubsetOf(new MediaTypeHeaderValue(accepted.MediaType));

    private static void WriteJson(Stream stream, Answer answer)
    {
        using var json = new Utf8JsonWriter(stream);
        AnswerJson.Write(json, answer);
    }

    private static void WriteRaw(Stream stream, Answer answer)
    {
        if (answer.Fine.Exact is not null)
        {
            throw new BadInputException("format", "is float32, which holds whole counts up to 2^24 and not all of this answer's; json or npy is expected");
        }

        LittleEndian.Write(stream, answer.Fine.Values);
    }

    private static void WriteNpy(Stream stream, Answer answer)
    {
        if (answer.Whole is { } whole)
        {
            NpyWriter.WriteCounts(stream, whole, answer.Shape);
        }
        else
        {
            NpyWriter.Write(stream, answer.Fine.Values, answer.Shape);
        }
    }

    private static void WritePrediction(string ending, Stream stream, Answer answer)
    {
        var (model, question) = (answer.Model, answer.Question);
        PredictionFormat.Of(ending).Write(stream, new Prediction
        {
            Fine = answer.Fine,
            Whole = answer.Whole,
            Model = model.Name,
            Manifest = model.Card.Data?.Manifest ?? new(),
            Place = Place(model, question),
            Time = question.Time is { } time ? [new DateTimeOffset(time, TimeSpan.Zero).ToUnixTimeSeconds()] : null,
        });
    }

    /// <summary>Where the map lies: as the caller says, or else as the model's card does, for a map of its own city's size.</summary>
    private static GridPlace? Place(LoadedModel model, Question question) =>
        question.BoundingBox is { } box ? new(box, Wgs84) : model.PlaceOf(question.Coarse);
}
