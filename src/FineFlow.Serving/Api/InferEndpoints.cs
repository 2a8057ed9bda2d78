using FineFlow.Core;
using FineFlow.Serving.Answers;
using FineFlow.Serving.Engine;
using FineFlow.Serving.Hosting;
using FineFlow.Serving.Questions;
using FineFlow.Serving.Registry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FineFlow.Serving.Api;

/// <summary>POST /v1/models/{model}/infer and /infer/batch.</summary>
internal static class InferEndpoints
{
    /// <summary>Samples of a request at most.</summary>
    public const int MostSamples = 256;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/models/{model}/infer", InferAsync)
            .NeedsRoom()
            .WithSummary("Infers the fine map of one coarse map.")
            .WithDescription(InferenceDocument.One)
            .Accepts<QuestionBody>(QuestionReader.Json, QuestionReader.Npy, QuestionReader.Raw)
            .Produces<MapAnswer>(StatusCodes.Status200OK, AnswerFormat.All[0].MediaType, [.. AnswerFormat.All.Skip(1).Select(format => format.MediaType)])
            .WithMetadata(InferenceDocument.Problems);
        routes.MapPost("/models/{model}/infer/batch", InferBatchAsync)
            .NeedsRoom()
            .WithSummary("Infers the fine maps of several coarse maps.")
            .Accepts<BatchBody>(QuestionReader.Json)
            .Produces<BatchAnswer>()
            .WithMetadata(InferenceDocument.Problems);
    }

    private static async Task InferAsync(string model, HttpContext http, ModelRegistry registry, InferenceEngine engine)
    {
        var (format, wish) = (AnswerFormat.Of(http.Request), InferenceWish.Of(http.Request));
        using var lease = registry.Lease(model, wish.Version);
        var question = await QuestionReader.ReadAsync(http, lease.Model);
        format.Check(lease.Model, question);
        var answer = await engine.InferAsync(lease.Model, question.Sample, http.RequestAborted);
        await AnswerWriter.WriteAsync(http, Answer.Of(lease.Model, question, answer, wish.Integers), format);
    }

    private static async Task InferBatchAsync(string model, HttpContext http, ModelRegistry registry, InferenceEngine engine)
    {
        var wish = InferenceWish.Of(http.Request);
        using var lease = registry.Lease(model, wish.Version);
        var body = await QuestionReader.ReadJsonAsync<BatchBody>(http);
        if (body.Samples.Count is < 1 or > MostSamples || body.Samples.Contains(null!))
        {
            throw new BadInputException("samples", $"has {body.Samples.Count} entries, or null among them; 1 to {MostSamples} samples are expected");
        }

        var questions = body.Samples.Select((sample, index) => Question.Of(sample, $"samples[{index}].")).ToList();

        var answers = await engine.InferAsync(lease.Model, [.. questions.Select(question => question.Sample)], http.RequestAborted);
        await AnswerWriter.WriteAsync(http, [.. questions.Zip(answers, (question, answer) => Answer.Of(lease.Model, question, answer, wish.Integers))]);
    }
}
