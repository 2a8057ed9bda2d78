using FineFlow.AspNetCore.Admission;
using FineFlow.AspNetCore.Api;
using FineFlow.AspNetCore.Problems;
using FineFlow.AspNetCore.Requests;
using FineFlow.Core.Drift;
using FineFlow.Engine.Registry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace FineFlow.AspNetCore.Management;

/// <summary>/admin/models: what is in memory and on disk, load, roll back.</summary>
internal static partial class AdminEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var models = routes.MapGroup("/admin/models").WithQuery();
        models.MapGet(
            "",
            (ModelRegistry registry) =>
                new { Models = registry.Directory.Models().Union(registry.Models.Keys).Select(model => AdminModel.Of(model, registry)) });
        models.MapPost("/{model}/load", LoadAsync);
        models.MapPost("/{model}/rollback", RollBackAsync);
    }

    private static async Task<AdminModel> LoadAsync(string model, HttpContext http, ModelRegistry registry, ILogger<ModelRegistry> logger)
    {
        await LoadVersionAsync(model, await ReadAsync<LoadRequest>(http), registry, logger, http.RequestAborted);
        return AdminModel.Of(model, registry);
    }

    /// <summary>Loads a version, and says so in the log.</summary>
    public static async Task LoadVersionAsync(
        string model, LoadRequest request, ModelRegistry registry, ILogger<ModelRegistry> logger, CancellationToken cancellationToken)
    {
        var state = await registry.LoadAsync(model, request.Version, request.Label, cancellationToken);
        LogLoaded(logger, model, state.Stable.Version, state.Canary?.Version);
    }

    private static async Task<AdminModel> RollBackAsync(
        string model, HttpContext http, ModelRegistry registry, ILogger<ModelRegistry> logger)
    {
        var request = await ReadAsync<RollBackRequest>(http);
        var state = registry.RollBack(model, request.Label);
        LogLoaded(logger, model, state.Stable.Version, state.Canary?.Version);
        return AdminModel.Of(model, registry);
    }

    /// <summary>Only JSON that says so: a page of another site can send anything else without being asked.</summary>
    private static Task<T> ReadAsync<T>(HttpContext http) => http.Request.HasJsonContentType()
        ? InferenceRequestReader.ReadJsonAsync<T>(http)
        : throw new ProblemException(
            StatusCodes.Status415UnsupportedMediaType,
            $"Content-Type is '{http.Request.ContentType}'; {InferenceRequestReader.Json} is expected",
            "Content-Type");

    [LoggerMessage(LogLevel.Information, "Model {Model} serves version {Stable}, canary {Canary}")]
    private static partial void LogLoaded(ILogger logger, string model, string stable, string? canary);
}

/// <summary>Body of a load.</summary>
/// <param name="Version">The version; the newest in the directory where null.</param>
/// <param name="Label">What it is to be served as.</param>
internal sealed record LoadRequest(string? Version = null, VersionLabel Label = VersionLabel.Stable);

/// <summary>Body of a roll back.</summary>
/// <param name="Label">Which label goes back.</param>
internal sealed record RollBackRequest(VersionLabel Label = VersionLabel.Stable);

/// <summary>A model as the operator sees it.</summary>
internal sealed record AdminModel(
    string Name,
    LabelsResponse? Labels,
    string? Previous,
    IReadOnlyList<string> InMemory,
    IReadOnlyList<string> OnDisk,
    IReadOnlyList<AdminDrift> Drift)
{
    public static AdminModel Of(string model, ModelRegistry registry)
    {
        var state = registry.Models.GetValueOrDefault(model);
        return new(
            model,
            state is null ? null : new(state.Stable.Version, state.Canary?.Version),
            state?.Previous?.Version,
            [.. state?.Versions.Where(version => version.Weights.AreInMemory).Select(version => version.Version) ?? []],
            [.. registry.Directory.Versions(model).Select(source => source.Version)],
            [.. state?.Versions.Select(AdminDrift.Of).OfType<AdminDrift>() ?? []]);
    }
}

/// <summary>How far the counts that a version was asked about lately are from its training.</summary>
internal sealed record AdminDrift(
    string Version, DriftVerdict Verdict, double Slots, double Counts, double Cells, double? Hours, double Level)
{
    /// <summary>Returns the drift of a version; null where nothing is known of its training, or of too few slots.</summary>
    public static AdminDrift? Of(ServedModel model) => model.Recent?.Drift() is not { } drift ? null : new(
        model.Version, drift.Verdict, Math.Round(drift.Slots, 1), drift.Scores.Counts, drift.Scores.Cells, drift.Scores.Hours,
        drift.Scores.Level);
}
