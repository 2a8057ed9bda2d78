using System.Text.Json;
using System.Text.Json.Serialization;
using FineFlow.Core;
using FineFlow.Serving.Engine;
using FineFlow.Serving.Registry;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace FineFlow.Serving.Problems;

/// <summary>An error as callers see it (RFC 9457): what it is, an id that the log has as well, and the field at fault.</summary>
internal sealed record Problem(int Status, string Detail, string? Field = null)
{
    [JsonPropertyOrder(-2)]
    public string Type { get; } = "about:blank";

    [JsonPropertyOrder(-1)]
    public string Title => ReasonPhrases.GetReasonPhrase(Status);

    public string? ErrorId { get; init; }

    /// <summary>When it is worth asking again, where that is known.</summary>
    [JsonIgnore]
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What a failure is to the caller.</summary>
    public static Problem Of(Exception failure) => failure switch
    {
        ProblemException problem => new(problem.Status, problem.Message, problem.Field),
        BadInputException bad => new(StatusCodes.Status422UnprocessableEntity, bad.Message, bad.InputSource),
        JsonException json => new(StatusCodes.Status400BadRequest, Describe(json), FieldOf(json)),
        TooLargeException large => new(StatusCodes.Status413PayloadTooLarge, large.Message),
        UnknownModelException unknown => new(StatusCodes.Status404NotFound, unknown.Message, "model"),
        RefusedException refused => new(StatusCodes.Status503ServiceUnavailable, refused.Message) { RetryAfter = refused.RetryAfter },
        BadHttpRequestException http => new(http.StatusCode, http.Message.TrimEnd('.')),
        _ => new(StatusCodes.Status500InternalServerError, "the server failed; its log has more under this error_id"),
    };

    private static string Describe(JsonException json)
    {
        // The serializer's own texts name .NET types; those of the converters here are meant for callers.
        var place = $"line {json.LineNumber + 1}, byte {json.BytePositionInLine + 1}";
        return json.Data.Contains(ForCallers) ? $"{json.Message.Split(" Path: ")[0].TrimEnd('.')} ({place})" : $"is not the JSON that is expected ({place})";
    }

    private static string? FieldOf(JsonException json) => json.Path is { Length: > 2 } path ? path.TrimStart('$', '.') : null;

    /// <summary>Marks a <see cref="JsonException"/> whose text is for callers.</summary>
    public const string ForCallers = "for callers";
}
