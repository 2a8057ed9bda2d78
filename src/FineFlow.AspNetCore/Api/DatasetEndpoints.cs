using FineFlow.AspNetCore.Admission;
using FineFlow.AspNetCore.Datasets;
using FineFlow.AspNetCore.Problems;
using FineFlow.AspNetCore.Requests;
using FineFlow.AspNetCore.Responses;
using FineFlow.Core;
using FineFlow.Engine.Predictions;
using FineFlow.Engine.Registry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FineFlow.AspNetCore.Api;

/// <summary>GET /v1/datasets and below: what the dashboard shows.</summary>
internal static class DatasetEndpoints
{
    private const int MaxFrames = 512;
    internal const string ModelName = "model";

    private static readonly string[] CurveNames = ["from", "count", "channel"];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(
            "/datasets", (DatasetCatalog datasets) => new DatasetsResponse([.. datasets.All.Select(data => new DatasetResponse(data))]))
            .WithSummary("The datasets that are served.");
        var one = routes.MapGroup("/datasets/{dataset}");
        one.MapGet("", (string dataset, DatasetCatalog datasets) => new DatasetDetailResponse(Find(datasets, dataset)))
            .WithSummary("A dataset with the time and the external factors of its frames.");
        one.MapGet(
            "/frames/{frame:int}/coarse",
            (string dataset, int frame, HttpContext http, DatasetCatalog datasets) =>
                SendCoarseAsync(http, Find(datasets, dataset).Split.Inputs, frame))
            .WithSummary("A coarse frame: float32 [C, H, W], little-endian; NaN where a count is missing.");
        one.MapGet(
            "/frames/{frame:int}/fine",
            (string dataset, int frame, HttpContext http, DatasetCatalog datasets) =>
                SendFrameAsync(http, Find(datasets, dataset).Split.Fine, frame))
            .WithSummary("The true fine frame: float32 [C, N*H, N*W], little-endian.");
        one.MapGet("/cells/{row:int}/{column:int}", TrueCurve)
            .WithQuery(CurveNames)
            .WithSummary("A fine cell over time.");
        one.MapGet("/inferred/{frame:int}", SendInferredAsync)
            .WithQuery([ModelName, .. InferenceQuery.VersionNames])
            .WithSummary("A frame as a model infers it: float32 [C, N*H, N*W], little-endian.");
        one.MapGet("/inferred/cells/{row:int}/{column:int}", InferredCurveAsync)
            .WithQuery([ModelName, .. InferenceQuery.VersionNames, .. CurveNames])
            .WithSummary("A fine cell over time, as it was and as a model infers it.");
        ZoneEndpoints.Map(one);
    }

    private static Task SendCoarseAsync(HttpContext http, FlowInputs inputs, int frame)
    {
        CheckFrames(inputs.Coarse, frame, 1);
        var one = inputs.Slice(frame, 1);
        return ResponseWriter.WriteRawAsync(http, MissingCells.Mark(one.Coarse, one.Mask), 0);
    }

    private static Task SendFrameAsync(HttpContext http, FlowMaps maps, int frame)
    {
        CheckFrames(maps, frame, 1);
        return ResponseWriter.WriteRawAsync(http, maps, frame);
    }

    private static CurveResponse TrueCurve(
        string dataset, int row, int column, DatasetCatalog datasets, int from = 0, int count = 1, int channel = 0)
    {
        var fine = Find(datasets, dataset).Split.Fine;
        CheckFrames(fine, from, count);
        CheckCell(fine, channel, row, column);
        return new CurveResponse(Curve(fine, from, count, channel, row, column));
    }

    private static async Task SendInferredAsync(
        string dataset, int frame, string model, HttpContext http, DatasetCatalog datasets, ModelRegistry registry, InferredFrames frames)
    {
        var data = Find(datasets, dataset);
        CheckFrames(data.Split.Coarse, frame, 1);
        using var lease = await registry.LeaseAsync(model, InferenceQuery.Of(http.Request).Version, http.RequestAborted);
        var answers = await frames.GetAsync(lease.Model, data, frame, 1, http.RequestAborted);
        var request = new InferenceRequest(answers[0].Coarse);
        await ResponseWriter.WriteAsync(
            http, InferenceResponse.Create(lease.Model, request, answers[0], new AnswerOptions()), ResponseFormat.Raw);
    }

    private static async Task<InferredCurveResponse> InferredCurveAsync(
        string dataset, int row, int column, string model, HttpContext http, DatasetCatalog datasets, ModelRegistry registry,
        InferredFrames frames, int from = 0, int count = 1, int channel = 0)
    {
        var data = Find(datasets, dataset);
        CheckFrames(data.Split.Coarse, from, count);
        CheckCell(data.Split.Fine, channel, row, column);
        using var lease = await registry.LeaseAsync(model, InferenceQuery.Of(http.Request).Version, http.RequestAborted);
        var answers = await frames.GetAsync(lease.Model, data, from, count, http.RequestAborted);
        return new(
            [.. answers.Select(answer => answer.Fine.Map(0, channel)[row * answer.Fine.Columns + column])],
            Curve(data.Split.Fine, from, count, channel, row, column));
    }

    internal static ServedDataset Find(DatasetCatalog datasets, string name)
    {
        if (datasets.Find(name) is { } data)
        {
            return data;
        }

        var known = datasets.All.Select(data => data.Name).ToList();
        throw new ProblemException(
            StatusCodes.Status404NotFound,
            known.Count == 0
                ? $"there is no dataset '{name}'; this server has none"
                : $"there is no dataset '{name}'; there are {string.Join(", ", known)}{NearestName.Question(name, known)}",
            "dataset");
    }

    internal static void CheckFrames(FlowMaps maps, int from, int count, int most = MaxFrames)
    {
        if (from < 0 || from >= maps.Samples)
        {
            throw new ProblemException(
                StatusCodes.Status404NotFound, $"there is no frame {from}; there are 0 .. {maps.Samples - 1}", "frame");
        }

        if (count < 1 || count > most || count > maps.Samples - from)
        {
            throw new ProblemException(
                StatusCodes.Status422UnprocessableEntity,
                $"count is {count}; 1 .. {Math.Min(most, maps.Samples - from)} is expected",
                "count");
        }
    }

    private static void CheckCell(FlowMaps fine, int channel, int row, int column)
    {
        if (channel < 0 || channel >= fine.Channels || row < 0 || row >= fine.Rows || column < 0 || column >= fine.Columns)
        {
            throw new ProblemException(
                StatusCodes.Status404NotFound,
                $"there is no channel {channel}, row {row}, column {column} in fine maps of {fine.Channels}x{fine.Rows}x{fine.Columns}",
                "row");
        }
    }

    private static float[] Curve(FlowMaps fine, int from, int count, int channel, int row, int column) =>
        [.. Enumerable.Range(from, count).Select(frame => fine.Map(frame, channel)[row * fine.Columns + column])];
}
