using System.ComponentModel;
using FineFlow.AspNetCore.Problems;
using FineFlow.AspNetCore.Requests;
using FineFlow.AspNetCore.Responses;
using Microsoft.AspNetCore.Http;

namespace FineFlow.AspNetCore.Api;

/// <summary>What the OpenAPI document says of inference.</summary>
internal static class InferenceDocument
{
    public static string One { get; } = $"""
        The body is JSON, an .npy array [H, W] or [C, H, W] (application/x-npy), or raw little-endian float32 (application/octet-stream).
        What a binary body cannot hold goes into the query: shape=C,H,W (raw alone; the model's own size if absent), time=, external=
        (seven numbers, divided by commas), bounding_box=west,south,east,north, below=K. The answer's format is chosen by format=
        ({string.Join(", ", ResponseFormat.All.Select(format => format.Name))}) or Accept; other formats than json carry FineFlow-Model,
        FineFlow-Version, FineFlow-Shape and FineFlow-Max-Conservation-Error as headers, and FineFlow-Warnings (a JSON array) where the map
        is unlike those that the model was trained on. label=canary or version=NAME chooses another version than the stable one,
        integers=true whole counts that still add up. Models that say how sure they are answer estimate=mae or mape (the best map for that
        metric, whole counts that add up), quantiles=0.05,0.95 and draws=K (random maps that add up, seed=S): in JSON beside fine, in npy
        behind it along an axis before the others, quantiles in geotiff as bands behind it, in csv and parquet as columns, in netcdf as
        variables. zeros_as_nodata=true marks cells without flow in geotiff and netcdf as cells without data. They also infer missing
        counts: null, or NaN in binary bodies; observed then says which were there. below=K, in JSON a field, says that they are smaller
        than K, as small counts that were withheld are.
        """;

    /// <summary>The errors that inference may answer with.</summary>
    public static object[] Problems { get; } =
    [
        .. new[] { 400, 404, 413, 415, 422, 429, 503 }.Select(status =>
            new ProducesResponseTypeMetadata(status, typeof(Problem), ["application/problem+json"])),
    ];
}

/// <summary>Several samples as JSON.</summary>
internal sealed record BatchBody([property: Description("The samples.")] IReadOnlyList<InferenceRequestBody> Samples);

/// <summary>An inferred map as JSON. ResponseJson writes it; this is its description.</summary>
internal sealed record MapResponse(
    string Model, string Version, int[] Shape, float[][][] Fine, double MaxConservationError, string[] Warnings) : FurtherMaps;

/// <summary>Inferred maps as JSON. ResponseJson writes them; this is their description.</summary>
internal sealed record BatchResponse(string Model, string Version, IReadOnlyList<BatchResponseItem> Answers);

/// <summary>One of several inferred maps.</summary>
internal sealed record BatchResponseItem(
    int[] Shape, float[][][] Fine, double MaxConservationError, string[] Warnings) : FurtherMaps;

/// <summary>Maps that may stand beside the fine one.</summary>
internal abstract record FurtherMaps
{
    [Description(
        "Quantiles of each fine cell, [levels][channels][rows][columns], in the order asked for; absent where none are asked for.")]
    public long[][][][]? Quantiles { get; init; }

    [Description("Draws, [draws][channels][rows][columns]; absent where none are asked for.")]
    public long[][][][]? Draws { get; init; }

    [Description(
        "1 where a coarse count was observed and 0 where it is inferred, [channels][rows][columns]; absent where none was missing.")]
    public int[][][]? Observed { get; init; }
}
