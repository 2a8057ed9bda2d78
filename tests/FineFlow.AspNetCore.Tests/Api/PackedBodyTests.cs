using System.IO.Compression;
using System.Net;
using System.Text;

namespace FineFlow.AspNetCore.Tests.Api;

/// <summary>Bodies with a Content-Encoding.</summary>
public sealed class PackedBodyTests : IAsyncLifetime
{
    private const string Infer = "/v1/models/plgf/infer";
    private const int Limit = 64 << 10;

    private EmbeddedApp _app = null!;

    public async ValueTask InitializeAsync() => _app = await EmbeddedApp.StartAsync(
        app => app.MapFineFlow(), new() { ["FineFlow:MaxBodyBytes"] = $"{Limit}" });

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("GZIP")]
    public async Task A_packed_body_is_answered_as_it_would_be_unpacked(string encoding)
    {
        var plain = await Answered.FineAsync(await _app.InferAsync());
        var packed = Pack(encoding, Encoding.UTF8.GetBytes(TestServer.RequestBody()));
        using var answer = await _app.PostAsync(Infer, packed, encoding: encoding);
        Assert.Equal(plain, await Answered.FineAsync(answer));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_packed_stream_is_refused_since_one_that_is_cut_short_would_pass_for_whole(string encoding)
    {
        var line = Pack(encoding, Encoding.UTF8.GetBytes(TestServer.RequestBody() + "\n"));
        var answer = await _app.PostAsync(Infer + "/stream", line, "application/x-ndjson", encoding);
        Assert.Equal("Content-Encoding", await Answered.RefusedAsync(answer, 415));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_small_body_that_unpacks_to_a_large_one_is_refused(string encoding)
    {
        var bomb = Pack(encoding, new byte[32 << 20]);
        Assert.True(bomb.Length < Limit, $"{bomb.Length} bytes");
        var before = GC.GetTotalAllocatedBytes();
        await Answered.RefusedAsync(await _app.PostAsync("/v1/models/plgf/infer/batch", bomb, encoding: encoding), 413);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 8 << 20);
    }

    [Theory]
    [InlineData("zstd")]
    [InlineData("deflate")]
    [InlineData("gzip, br")]
    public async Task Another_encoding_is_refused_by_name(string encoding)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(TestServer.RequestBody()));
        content.Headers.ContentType = new("application/json");
        content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        Assert.Equal(
            "Content-Encoding",
            await Answered.RefusedAsync(await _app.Client.PostAsync(new Uri(Infer, UriKind.Relative), content), 415));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task What_is_not_packed_so_or_cut_short_is_a_bad_request(string encoding)
    {
        var json = Encoding.UTF8.GetBytes(TestServer.RequestBody());
        Assert.Equal("Content-Encoding", await Answered.RefusedAsync(await _app.PostAsync(Infer, json, encoding: encoding), 400));
        await Answered.RefusedAsync(await _app.PostAsync(Infer, Pack(encoding, json)[..30], encoding: encoding), 400);
        Assert.Equal(HttpStatusCode.OK, (await _app.InferAsync()).StatusCode);
    }

    [Fact]
    public async Task The_apps_own_routes_get_their_bodies_as_they_came()
    {
        var packed = Pack("gzip", new byte[1000]);
        using var own = await _app.PostAsync("/own", packed, encoding: "zstd");
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
    }

    private static byte[] Pack(string encoding, byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (Stream stream = encoding == "br"
            ? new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true)
            : new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            stream.Write(bytes);
        }

        return packed.ToArray();
    }
}
