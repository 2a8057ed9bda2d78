using FineFlow.AspNetCore.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace FineFlow.AspNetCore.Hosting;

/// <summary>The dashboard's files, which the build puts into this assembly where it has what it needs for them.</summary>
internal static class Dashboard
{
    private const string Folder = "dashboard/", Start = "index.html";

    private const string Absent = """
        <!doctype html><html lang="en"><meta charset="utf-8"><title>FineFlow</title>
        <h1>FineFlow</h1>
        <p>The server runs; its dashboard was not built. Install Node.js and build FineFlow again: the README says how.</p>
        <p>The API is described at <a href="openapi/v1.json">openapi/v1.json</a>.</p>
        </html>
        """;

    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    private static readonly EntityTagHeaderValue Build = new($"\"{typeof(Dashboard).Assembly.ManifestModule.ModuleVersionId:n}\"");

    /// <summary>Whether the build had what it needs.</summary>
    public static bool IsBuilt { get; } = Files().Contains(Start);

    /// <summary>Maps each file by its name: the app's other addresses stay its own.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/", Reading, (HttpContext http, IOptions<FineFlowOptions> options) => AtStart(http, options.Value));
        foreach (var file in Files())
        {
            routes.MapMethods(
                "/" + file, Reading, (HttpContext http, IOptions<FineFlowOptions> options) => Send(http, file, options.Value));
        }
    }

    private static IEnumerable<string> Files() => typeof(Dashboard).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
        .Select(name => name[Folder.Length..].Replace('\\', '/'));

    /// <summary>The page's links are relative to its folder, which an address without the last slash is not.</summary>
    private static IResult AtStart(HttpContext http, FineFlowOptions options) =>
        !http.Request.Path.Value!.EndsWith('/') ? Results.Redirect($"{http.Request.PathBase}{http.Request.Path}/{http.Request.QueryString}")
        : IsBuilt ? Send(http, Start, options)
        : Results.Content(Absent, "text/html");

    private static IResult Send(HttpContext http, string file, FineFlowOptions options)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy(options.TileUrl);
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-cache";
        var type = new FileExtensionContentTypeProvider().TryGetContentType(file, out var known) ? known : "application/octet-stream";
        return Results.Stream(typeof(Dashboard).Assembly.GetManifestResourceStream(Folder + file)!, type, entityTag: Build);
    }

    /// <summary>Nothing is loaded from elsewhere but the operator's tiles.</summary>
    private static string ContentPolicy(string? tileUrl)
    {
        var tiles = tileUrl is null ? "" : " " + new Uri(tileUrl).GetLeftPart(UriPartial.Authority);
        return $"default-src 'self'; img-src 'self' data: blob:{tiles}; connect-src 'self'{tiles}; base-uri 'none'; frame-ancestors 'none'";
    }
}
