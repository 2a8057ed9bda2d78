using FineFlow.AspNetCore.Admission;
using FineFlow.AspNetCore.Management;
using FineFlow.AspNetCore.Problems;
using FineFlow.AspNetCore.Requests;
using FineFlow.Engine.Registry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace FineFlow.AspNetCore.OpenInference;

/// <summary>/v2/repository, the protocol's extension for models: callers may look, the operator may load and unload.</summary>
internal static partial class RepositoryEndpoints
{
    private const string Prefix = "/v2/repository";

    /// <summary>What callers ask: which models there are.</summary>
    public static void MapIndex(IEndpointRouteBuilder api) => Group(api)
        .MapPost("/index", IndexAsync).WithSummary("Open Inference Protocol: the models that are served, and the others on the disk.");

    /// <summary>What the operator asks: models in and out of memory.</summary>
    public static void MapControl(IEndpointRouteBuilder routes)
    {
        var models = Group(routes).MapGroup("/models/{model}");
        models.MapPost("/load", LoadAsync);
        models.MapPost("/unload", UnloadAsync);
    }

    private static RouteGroupBuilder Group(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Prefix).WithQuery();
        group.WithMetadata(new OpenInferenceStyle());
        return group;
    }

    private static async Task<IEnumerable<RepositoryModel>> IndexAsync(HttpContext http, ModelRegistry registry)
    {
        var request = await ReadAsync<IndexRequest>(http) ?? new();
        return RepositoryModel.All(registry, request.Ready);
    }

    private static async Task LoadAsync(string model, HttpContext http, ModelRegistry registry, ILogger<ModelRegistry> logger)
    {
        RefusePages(http);
        await ReadAsync<LoadSettings>(http);
        await AdminEndpoints.LoadVersionAsync(model, new LoadRequest(), registry, logger, http.RequestAborted);
    }

    private static async Task UnloadAsync(string model, HttpContext http, ModelRegistry registry, ILogger<ModelRegistry> logger)
    {
        RefusePages(http);
        await ReadAsync<UnloadRequest>(http);
        Unload(model, registry, logger);
    }

    /// <summary>Takes a model out of memory, and says so in the log.</summary>
    /// <exception cref="UnknownModelException">It is not there.</exception>
    public static void Unload(string model, ModelRegistry registry, ILogger<ModelRegistry> logger)
    {
        registry.Unload(model);
        LogUnloaded(logger, model);
    }

    /// <summary>Reads JSON; null without a body. Clients of the protocol do not name its type.</summary>
    private static async Task<T?> ReadAsync<T>(HttpContext http)
        where T : class =>
        await Body.ReadAsync(http) is { Length: > 0 } body ? InferenceRequestReader.ParseJson<T>(body) : null;

    /// <summary>A page of another site can send this without being asked, but its browser says where it comes from.</summary>
    private static void RefusePages(HttpContext http)
    {
        if (http.Request.Headers.Origin.Count > 0)
        {
            throw new ProblemException(
                StatusCodes.Status403Forbidden, "this comes from a page in a browser; a program is expected", "Origin");
        }
    }

    [LoggerMessage(LogLevel.Information, "Model {Model} is no longer served")]
    private static partial void LogUnloaded(ILogger logger, string model);
}

/// <summary>Body of the question which models there are.</summary>
/// <param name="Ready">Whether only those that can be asked are to be named.</param>
internal sealed record IndexRequest(bool Ready = false);

/// <summary>Body of a load. The protocol's settings of a load do not apply to bundles and are refused by name.</summary>
internal sealed record LoadSettings;

/// <summary>Body of an unload.</summary>
internal sealed record UnloadRequest(UnloadParameters? Parameters = null);

/// <summary>Parameters of an unload.</summary>
/// <param name="UnloadDependents">Whether models that need this one go as well; there are none.</param>
internal sealed record UnloadParameters(bool UnloadDependents = false);

/// <summary>A version of a model in the repository.</summary>
internal sealed record RepositoryModel(string Name, string Version, string State, string Reason)
{
    private const string Ready = "READY", Unavailable = "UNAVAILABLE";

    /// <summary>Returns the versions of all models.</summary>
    /// <param name="registry">The models.</param>
    /// <param name="readyOnly">Whether those that are on the disk alone are left out.</param>
    public static IEnumerable<RepositoryModel> All(ModelRegistry registry, bool readyOnly) => registry.Directory.Models()
        .Union(registry.Models.Keys)
        .SelectMany(model => Of(model, registry))
        .Where(model => !readyOnly || model.State == Ready);

    private static IEnumerable<RepositoryModel> Of(string model, ModelRegistry registry)
    {
        string[] ready = [.. registry.Models.GetValueOrDefault(model)?.Versions.Select(version => version.Version) ?? []];
        var others = registry.Directory.Versions(model).Select(source => source.Version).Except(ready);
        return
        [
            .. ready.Select(version => new RepositoryModel(model, version, Ready, "")),
            .. others.Select(version => new RepositoryModel(model, version, Unavailable, "not loaded")),
        ];
    }
}
