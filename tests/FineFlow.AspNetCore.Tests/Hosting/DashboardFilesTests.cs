using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using FineFlow.AspNetCore.Pages;

namespace FineFlow.AspNetCore.Tests.Hosting;

/// <summary>
/// How the dashboard's files are sent: packed where the browser takes that, and kept for good under the address of a build.
/// </summary>
public sealed partial class DashboardFilesTests(PlainServer shared) : IClassFixture<PlainServer>
{
    private readonly TestServer _server = shared.Server;

    [Fact]
    public async Task What_the_page_links_to_is_kept_for_good_and_the_page_itself_is_asked_for_again()
    {
        Assert.SkipUnless(DashboardFiles.AreBuilt, "needs the dashboard, which is built where Node.js is installed");
        using var page = await GetAsync("/");
        Assert.True(page.Headers.CacheControl!.NoCache);
        string[] links = [.. Link().Matches(await page.Content.ReadAsStringAsync()).Select(link => link.Groups[1].Value).Distinct()];
        Assert.Equal(["dashboard.js", "icon.svg", "style.css"], links.Select(link => link.Split('/')[^1]).Order());
        foreach (var link in links)
        {
            using var file = await GetAsync("/" + link);
            Assert.Equal(TimeSpan.FromDays(365), file.Headers.CacheControl!.MaxAge);
            Assert.Contains("immutable", $"{file.Headers.CacheControl}", StringComparison.Ordinal);

            using var ofOther = await GetAsync($"/assets/another/{link.Split('/')[^1]}");
            Assert.Equal(HttpStatusCode.OK, ofOther.StatusCode);
            Assert.True(ofOther.Headers.CacheControl!.NoStore);
        }

        // A browser that has the page is told so in a few bytes.
        using var again = await GetAsync("/", request => request.Headers.IfNoneMatch.Add(page.Headers.ETag!));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Theory]
    [InlineData("br", true)]
    [InlineData("gzip, deflate, br;q=0.5", true)]
    [InlineData("gzip, br;q=0", false)]
    [InlineData("", false)]
    public async Task A_file_comes_packed_where_that_is_taken_and_is_the_same(string accepted, bool isPacked)
    {
        Assert.SkipUnless(DashboardFiles.AreBuilt, "needs the dashboard, which is built where Node.js is installed");
        using var answer = await GetAsync("/assets/any/dashboard.js", request =>
        {
            if (accepted.Length > 0)
            {
                request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
            }
        });
        Assert.Equal(isPacked ? ["br"] : [], answer.Content.Headers.ContentEncoding);
        Assert.Equal(new MediaTypeHeaderValue("text/javascript"), answer.Content.Headers.ContentType);
        Assert.Contains("Accept-Encoding", answer.Headers.Vary);

        var content = await answer.Content.ReadAsByteArrayAsync();
        var plain = DashboardFiles.Text("dashboard.js");
        using var sent = new MemoryStream(content);
        using var text = new StreamReader(isPacked ? new BrotliStream(sent, CompressionMode.Decompress) : sent);
        Assert.Equal(plain, await text.ReadToEndAsync());
        Assert.Equal(isPacked, content.Length < plain.Length / 3);
    }

    private async Task<HttpResponseMessage> GetAsync(string path, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        change?.Invoke(request);
        return await _server.Client.SendAsync(request);
    }

    [GeneratedRegex("=\"(assets/[^\"]+)\"")]
    private static partial Regex Link();
}
