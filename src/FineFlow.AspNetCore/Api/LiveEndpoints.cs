using System.ComponentModel;
using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using FineFlow.AspNetCore.Admission;
using FineFlow.AspNetCore.Json;
using FineFlow.AspNetCore.Live;
using FineFlow.AspNetCore.Problems;
using FineFlow.AspNetCore.Requests;
using FineFlow.AspNetCore.Responses;
using FineFlow.Core;
using FineFlow.Engine.Inference;
using FineFlow.Engine.Registry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace FineFlow.AspNetCore.Api;

/// <summary>/v1/live: frames as they happen.</summary>
internal static class LiveEndpoints
{
    private const int MaxMessages = 1000;

    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var live = routes.MapGroup("/live");
        live.MapPost("/{model}/frames", AddAsync)
            .RequireCapacity()
            .WithQuery([.. InferenceQuery.VersionNames, .. SampleQuery.Names])
            .WithSummary("Infers a frame and tells those of it who listen.")
            .Accepts<InferenceRequestBody>(InferenceRequestReader.Json, InferenceRequestReader.Npy, InferenceRequestReader.Raw)
            .Produces<LiveFrameResponse>(StatusCodes.Status201Created)
            .WithMetadata(InferenceDocument.Problems);
        live.MapPost("/{model}/counts", CountAsync)
            .WithQuery()
            .WithSummary("Counts of single sensors or coarse maps, as they come; each is counted once.")
            .WithDescription("""
                Each message has an id, which tells it from all others of its slot: one that comes again is not counted again. The counts of
                a slot add up, in whatever order they come; cells without one are inferred. A frame of the slot follows among the events,
                and after further counts another in its place. Messages of slots that are no longer kept are late and not counted.
                """)
            .Accepts<CountMessagesBody>(InferenceRequestReader.Json)
            .Produces<CountsResponse>()
            .WithMetadata(InferenceDocument.Problems);
        live.MapGet("/frames", (LiveFrames frames) => new LiveFramesResponse([.. frames.Recent.Select(LiveFrameResponse.Of)]))
            .WithSummary("The latest frames, the oldest first.");
        live.MapGet(
            "/frames/{id:long}/coarse",
            (long id, HttpContext http, LiveFrames frames) =>
            {
                var answer = Find(frames, id).Answer;
                return SendAsync(http, MissingCells.Mark(answer.Coarse, answer.Inferred.Mask));
            })
            .WithSummary("A frame's coarse map: float32 [C, H, W], little-endian; NaN where a count is missing.");
        live.MapGet(
            "/frames/{id:long}/fine", (long id, HttpContext http, LiveFrames frames) => SendAsync(http, Find(frames, id).Answer.Fine))
            .WithSummary("A frame's fine map: float32 [C, N*H, N*W], little-endian.");
        live.MapGet(
            "/events",
            IResult (HttpContext http, LiveFrames frames, IHostApplicationLifetime lifetime) => Listen(http, frames, lifetime))
            .WithTags(nameof(LiveEndpoints))
            .WithSummary(
                "New frames as server-sent events: event 'frame', and 'ping' in long silence. "
                + "Last-Event-ID goes on where a line broke off.")
            .Produces<SseItem<LiveFrameResponse?>>(StatusCodes.Status200OK, "text/event-stream")
            .DisableRequestTimeout();
    }

    private static async Task<IResult> AddAsync(
        string model, HttpContext http, ModelRegistry registry, InferenceEngine engine, LiveFrames frames)
    {
        using var lease = await registry.LeaseAsync(model, InferenceQuery.Of(http.Request).Version, http.RequestAborted);
        var request = await InferenceRequestReader.ReadAsync(http, lease.Model);
        var answer = (await engine.InferAsync(lease.Model, request.Sample, http.RequestAborted)).WithoutDistribution();
        var frame = frames.Add(lease.Model, request.Time, request.External, answer);
        http.Response.Headers.Location = $"{http.Request.PathBase}{Below(http.Request.Path)}/frames/{frame.Id}/fine";
        return Results.Json(LiveFrameResponse.Of(frame), ApiJson.Options, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<CountsResponse> CountAsync(string model, HttpContext http, LiveCounts counts)
    {
        var city = counts.Of(model);
        var body = await InferenceRequestReader.ReadJsonAsync<CountMessagesBody>(http);
        if (body.Counts.Count is < 1 or > MaxMessages || body.Counts.Contains(null!))
        {
            throw new BadInputException(
                "counts", $"has {body.Counts.Count} entries, or null among them; 1 to {MaxMessages} messages are expected");
        }

        // All are checked before one is counted.
        var messages = body.Counts.Select((message, index) => CountMessage.Of(message, city.Shape, $"counts[{index}].")).ToList();
        var outcomes = messages.Select(city.Add).ToList();
        return new(
            outcomes.Count(outcome => outcome == CountOutcome.Counted),
            outcomes.Count(outcome => outcome == CountOutcome.Repeated),
            outcomes.Count(outcome => outcome == CountOutcome.Late));
    }

    /// <summary>Returns PREFIX/v1/live of PREFIX/v1/live/MODEL/frames.</summary>
    private static string Below(PathString path) => string.Join('/', path.Value!.TrimEnd('/').Split('/')[..^2]);

    private static ServerSentEventsResult<string> Listen(HttpContext http, LiveFrames frames, IHostApplicationLifetime lifetime)
    {
        var lastId = long.TryParse(http.Request.Headers["Last-Event-ID"], CultureInfo.InvariantCulture, out var id) ? id : (long?)null;
        return TypedResults.ServerSentEvents(Events(frames, lastId, lifetime.ApplicationStopping, http.RequestAborted));
    }

    private static async IAsyncEnumerable<SseItem<string>> Events(
        LiveFrames frames, long? lastId, CancellationToken stopping, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancellationToken);
        yield return Ping();
        await using var heard = frames.Listen(lastId, Silence, end.Token).GetAsyncEnumerator(end.Token);
        while (await NextAsync(heard, stopping))
        {
            yield return heard.Current is { } frame ? Told(frame) : Ping();
        }
    }

    private static SseItem<string> Told(LiveFrame frame) =>
        new(JsonSerializer.Serialize(LiveFrameResponse.Of(frame), ApiJson.Options), "frame") { EventId = $"{frame.Id}" };

    private static SseItem<string> Ping() => new("null", "ping");

    /// <summary>A server that stops ends the stream as if nothing more came; listeners then ask again.</summary>
    private static async Task<bool> NextAsync(IAsyncEnumerator<LiveFrame?> heard, CancellationToken stopping)
    {
        try
        {
            return await heard.MoveNextAsync();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return false;
        }
    }

    private static Task SendAsync(HttpContext http, FlowMaps maps) => ResponseWriter.WriteRawAsync(http, maps, 0);

    private static LiveFrame Find(LiveFrames frames, long id) =>
        frames.Find(id)
            ?? throw new ProblemException(StatusCodes.Status404NotFound, $"frame {id} is not kept; the last {LiveFrames.Kept} are", "id");
}

/// <summary>A live frame as callers see it.</summary>
internal sealed record LiveFrameResponse(
    long Id,
    string Model,
    string Version,
    DateTime? Time,
    IReadOnlyList<float>? External,
    double MaxConservationError,
    IReadOnlyList<string> Warnings,
    [property: Description("Coarse counts that were observed; the others are inferred.")] int Observed,
    [property: Description("Whether it is of counts that were told one by one.")] bool IsCounted,
    [property: Description("The frame whose place it takes, that of the same slot with fewer counts; null without one.")] long? Replaces)
{
    public static LiveFrameResponse Of(LiveFrame frame) => new(
        frame.Id,
        frame.Model,
        frame.Version,
        frame.Time,
        frame.External,
        frame.Answer.Residual.Largest,
        frame.Answer.Warnings,
        frame.Answer.Inferred.Mask?.Values.Count(observed => observed > 0) ?? frame.Answer.Coarse.Values.Length,
        frame.Slot is not null,
        frame.Slot?.Replaces);
}

/// <summary>What became of messages.</summary>
internal sealed record CountsResponse(
    [property: Description("Messages that are counted now.")] int Counted,
    [property: Description("Messages that had been counted before.")] int Repeated,
    [property: Description("Messages of slots that are no longer kept, which are not counted.")] int Late);

/// <summary>The latest live frames.</summary>
internal sealed record LiveFramesResponse(IReadOnlyList<LiveFrameResponse> Frames);
