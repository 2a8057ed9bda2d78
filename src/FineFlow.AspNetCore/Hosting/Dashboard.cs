using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;

namespace FineFlow.AspNetCore.Hosting;

/// <summary>The dashboard's files, which the build puts beside the program where it has what it needs for them.</summary>
internal static class Dashboard
{
    private const string Absent = """
        <!doctype html><html lang="en"><meta charset="utf-8"><title>FineFlow</title>
        <h1>FineFlow</h1>
        <p>The server runs; its dashboard was not built. Install Node.js and build FineFlow again: the README says how.</p>
        <p>The API is described at <a href="/openapi/v1.json">/openapi/v1.json</a>.</p>
        </html>
        """;

    public static void Map(WebApplication app, string? tileUrl)
    {
        var policy = ContentPolicy(tileUrl);
        var folder = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        if (File.Exists(Path.Combine(folder, "index.html")))
        {
            var files = new PhysicalFileProvider(folder);
            app.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files });
            app.UseStaticFiles(new StaticFileOptions { FileProvider = files, OnPrepareResponse = context => Describe(context, policy) });
        }
        else
        {
            app.MapGet("/", () => Results.Content(Absent, "text/html")).ExcludeFromDescription();
        }
    }

    private static void Describe(StaticFileResponseContext context, string policy)
    {
        var headers = context.Context.Response.Headers;
        headers.ContentSecurityPolicy = policy;
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-cache";
    }

    /// <summary>Nothing is loaded from elsewhere but the operator's tiles.</summary>
    private static string ContentPolicy(string? tileUrl)
    {
        var tiles = tileUrl is null ? "" : " " + new Uri(tileUrl).GetLeftPart(UriPartial.Authority);
        return $"default-src 'self'; img-src 'self' data: blob:{tiles}; connect-src 'self'{tiles}; base-uri 'none'; frame-ancestors 'none'";
    }
}
