using System.Text.Json.Serialization;
using FineFlow.Core;
using FineFlow.Engine.Inference;
using FineFlow.Engine.Registry;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace FineFlow.AspNetCore.Problems;

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

    /// <summary>Whether the time limit is exceeded, which gRPC tells apart from other reasons to ask again later.</summary>
    [JsonIgnore]
    public bool IsLate { get; init; }

    /// <summary>What a failure is to the caller.</summary>
    public static Problem Of(Exception failure) => failure switch
    {
        ProblemException problem => new(problem.Status, problem.Message, problem.Field),
        BadInputException bad => new(StatusCodes.Status422UnprocessableEntity, bad.Message, bad.InputSource),
        TooLargeException large => new(StatusCodes.Status413PayloadTooLarge, large.Message),
        UnknownModelException unknown => new(StatusCodes.Status404NotFound, unknown.Message, "model"),
        RefusedException refused => new(StatusCodes.Status503ServiceUnavailable, refused.Message) { RetryAfter = refused.RetryAfter },
        BadHttpRequestException http => new(http.StatusCode, http.Message.TrimEnd('.')),
        UnsoundModelException unsound => new(StatusCodes.Status500InternalServerError, unsound.Message, "model"),
        _ => new(StatusCodes.Status500InternalServerError, "the server failed; its log has more under this error_id"),
    };
}
