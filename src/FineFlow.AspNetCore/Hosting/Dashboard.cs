using System.Text;
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

    private const string Brotli = "br";

    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Which build of the dashboard this is.</summary>
    private static readonly string Build = $"{typeof(Dashboard).Assembly.ManifestModule.ModuleVersionId:n}";

    /// <summary>The page; what it links to has the build in its address, and is therefore kept by browsers for good.</summary>
    private static readonly Lazy<byte[]> Page = new(() => Encoding.UTF8.GetBytes(
        DashboardFiles.Names.Aggregate(
            DashboardFiles.Text(DashboardFiles.Start),
            (page, file) => page.Replace($"=\"{file}\"", $"=\"assets/{Build}/{file}\"", StringComparison.Ordinal))));

    /// <summary>Maps each file by its name: the app's other addresses stay its own.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/", Reading, (HttpContext http, IOptions<FineFlowOptions> options) => AtStart(http, options.Value));
        foreach (var file in DashboardFiles.Names.Where(name => name != DashboardFiles.Start))
        {
            routes.MapMethods(
                $"/assets/{{build}}/{file}",
                Reading,
                (string build, HttpContext http, IOptions<FineFlowOptions> options) => Send(http, file, build, options.Value));
        }
    }

    /// <summary>The page's links are relative to its folder, which an address without the last slash is not.</summary>
    private static IResult AtStart(HttpContext http, FineFlowOptions options)
    {
        if (!http.Request.Path.Value!.EndsWith('/'))
        {
            return Results.Redirect($"{http.Request.PathBase}{http.Request.Path}/{http.Request.QueryString}");
        }

        if (!DashboardFiles.AreBuilt)
        {
            return Results.Content(Absent, "text/html");
        }

        AddHeaders(http, options, "no-cache");
        return Results.Bytes(Page.Value, "text/html; charset=utf-8", entityTag: new($"\"{Build}\""));
    }

    /// <summary>
    /// A page of another build, before an update or of another server of a group, gets what there is, but does not keep it.
    /// </summary>
    private static IResult Send(HttpContext http, string file, string build, FineFlowOptions options)
    {
        AddHeaders(http, options, build == Build ? "public, max-age=31536000, immutable" : "no-store");
        http.Response.Headers.Vary = HeaderNames.AcceptEncoding;
        var packed = AcceptsBrotli(http.Request) ? DashboardFiles.OpenPacked(file) : null;
        if (packed is not null)
        {
            http.Response.Headers.ContentEncoding = Brotli;
        }

        var type = new FileExtensionContentTypeProvider().TryGetContentType(file, out var known) ? known : "application/octet-stream";
        return Results.Stream(packed ?? DashboardFiles.Open(file), type);
    }

    private static bool AcceptsBrotli(HttpRequest request) => request.GetTypedHeaders().AcceptEncoding
        .Any(coding => coding.Quality != 0 && coding.Value.Equals(Brotli, StringComparison.OrdinalIgnoreCase));

    private static void AddHeaders(HttpContext http, FineFlowOptions options, string caching)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy(options.TileUrl);
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = caching;
    }

    /// <summary>Nothing is loaded from elsewhere but the operator's tiles. Models that run in the browser are WebAssembly.</summary>
    private static string ContentPolicy(string? tileUrl)
    {
        var tiles = tileUrl is null ? "" : " " + new Uri(tileUrl).GetLeftPart(UriPartial.Authority);
        return "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; "
            + $"img-src 'self' data: blob:{tiles}; connect-src 'self'{tiles}; base-uri 'none'; frame-ancestors 'none'";
    }
}
