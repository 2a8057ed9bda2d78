using FineFlow.AspNetCore.Pages;
using FineFlow.AspNetCore.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace FineFlow.AspNetCore.Hosting;

/// <summary>Sends the dashboard's files.</summary>
internal static class Dashboard
{
    private const string Absent = """
        <!doctype html><html lang="en"><meta charset="utf-8"><title>FineFlow</title>
        <h1>FineFlow</h1>
        <p>The server runs; its dashboard was not built. Install Node.js and build FineFlow again: the README says how.</p>
        <p>The API is described at <a href="openapi/v1.json">openapi/v1.json</a>.</p>
        </html>
        """;

    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    private static readonly EntityTagHeaderValue Build = new($"\"{typeof(Dashboard).Assembly.ManifestModule.ModuleVersionId:n}\"");

    /// <summary>Maps each file by its name: the app's other addresses stay its own.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/", Reading, (HttpContext http, IOptions<FineFlowOptions> options) => AtStart(http, options.Value));
        foreach (var file in DashboardFiles.Names)
        {
            routes.MapMethods(
                "/" + file, Reading, (HttpContext http, IOptions<FineFlowOptions> options) => Send(http, file, options.Value));
        }
    }

    /// <summary>The page's links are relative to its folder, which an address without the last slash is not.</summary>
    private static IResult AtStart(HttpContext http, FineFlowOptions options) =>
        !http.Request.Path.Value!.EndsWith('/') ? Results.Redirect($"{http.Request.PathBase}{http.Request.Path}/{http.Request.QueryString}")
        : DashboardFiles.AreBuilt ? Send(http, DashboardFiles.Start, options)
        : Results.Content(Absent, "text/html");

    private static IResult Send(HttpContext http, string file, FineFlowOptions options)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy(options.TileUrl);
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-cache";
        var type = new FileExtensionContentTypeProvider().TryGetContentType(file, out var known) ? known : "application/octet-stream";
        return Results.Stream(DashboardFiles.Open(file), type, entityTag: Build);
    }

    /// <summary>Nothing is loaded from elsewhere but the operator's tiles. Models that run in the browser are WebAssembly.</summary>
    private static string ContentPolicy(string? tileUrl)
    {
        var tiles = tileUrl is null ? "" : " " + new Uri(tileUrl).GetLeftPart(UriPartial.Authority);
        return "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; "
            + $"img-src 'self' data: blob:{tiles}; connect-src 'self'{tiles}; base-uri 'none'; frame-ancestors 'none'";
    }
}
