using FineFlow.AspNetCore.Admission;
using FineFlow.AspNetCore.Datasets;
using FineFlow.AspNetCore.Requests;
using FineFlow.AspNetCore.Responses;
using FineFlow.Engine.Registry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FineFlow.AspNetCore.Api;

/// <summary>POST /v1/datasets/{dataset}/zones: the flow in polygons that the caller sends.</summary>
internal static class ZoneEndpoints
{
    private const string GeoJson = "application/geo+json", Json = InferenceRequestReader.Json;

    public static void Map(IEndpointRouteBuilder dataset) =>
        dataset.MapPost("/zones", SendAsync)
            .WithQuery([DatasetEndpoints.ModelName, .. InferenceQuery.VersionNames, "from", "count", "name", FormatChoice.Parameter])
            .WithSummary("The flow in zones, slot by slot, as a model infers it.")
            .WithDescription($"""
                The body is a GeoJSON FeatureCollection of polygons in degrees, the zones, with closed rings; name= says which of their
                properties names them (name, or else they are numbered). from= is the first slot and count= the number of slots, 1 to
                {InferredZones.MaxSlots}. At most {InferredZones.Limits.Zones} zones of {InferredZones.Limits.Places} places together, and
                {InferredZones.MaxTotals} totals (zones, slots and channels). Models that say how sure they are give the ends of 90 %
                intervals. The answer's format is chosen by format= ({string.Join(", ", ZoneFormat.All.Select(format => format.Name))}) or
                Accept; other formats than json carry FineFlow-Model, FineFlow-Version and FineFlow-Warnings as headers.
                """)
            .Accepts<object>(GeoJson, Json)
            .Produces<ZonesResponse>(
                StatusCodes.Status200OK, ZoneFormat.All[0].MediaType, [.. ZoneFormat.All.Skip(1).Select(format => format.MediaType)])
            .WithMetadata(InferenceDocument.Problems);

    private static async Task SendAsync(
        string dataset, string model, HttpContext http, DatasetCatalog datasets, ModelRegistry registry, InferredZones zones,
        int from = 0, int count = 1, string? name = null)
    {
        var (data, format) = (DatasetEndpoints.Find(datasets, dataset), FormatChoice.Of(http.Request, ZoneFormat.All));
        DatasetEndpoints.CheckFrames(data.Split.Coarse, from, count, InferredZones.MaxSlots);
        using var lease = await registry.LeaseAsync(model, InferenceQuery.Of(http.Request).Version, http.RequestAborted);
        var request = new ZoneRequest(await Body.ReadAsync(http), name, from, count);
        await ResponseWriter.WriteAsync(http, await zones.GetAsync(lease.Model, data, request, http.RequestAborted), format);
    }
}
