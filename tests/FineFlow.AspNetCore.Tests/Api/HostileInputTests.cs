using System.Net;
using System.Net.Sockets;
using System.Text;
using FineFlow.Core.Formats;

namespace FineFlow.AspNetCore.Tests.Api;

/// <summary>Whatever is sent, the answer is a typed refusal, and the next caller is served.</summary>
public sealed class HostileInputTests(SmallBodiesServer shared) : IClassFixture<SmallBodiesServer>, IAsyncDisposable
{
    private const string Infer = "/v1/models/plgf/infer";
    private const string Json = "application/json", Npy = "application/x-npy", Raw = "application/octet-stream";
    private const int Limit = SmallBodiesServer.Limit;

    private readonly TestServer _server = shared.Server;

    public async ValueTask DisposeAsync()
    {
        var after = await _server.PostAsync(Infer, TestServer.RequestBody());
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    [Theory]
    [InlineData("", 400, null)]
    [InlineData("null", 400, null)]
    [InlineData("[]", 400, null)]
    [InlineData("{", 400, null)]
    [InlineData("{}", 400, "coarse")]
    [InlineData("""{"coarse":[[1,2""", 400, "coarse")]
    [InlineData("""{"coarse":null}""", 400, "coarse")]
    [InlineData("""{"coarse":7}""", 400, "coarse")]
    [InlineData("""{"coarse":[[1,2],[3]]}""", 400, "coarse")]
    [InlineData("""{"coarse":[[1,"2"],[3,4]]}""", 400, "coarse")]
    [InlineData("""{"coarse":[[1,null],[3,4]]}""", 422, "coarse")]
    [InlineData("""{"coarse":[[1,NaN],[3,4]]}""", 400, "coarse")]
    [InlineData("""{"coarse":[[[[[1]]]]]}""", 400, "coarse")]
    [InlineData("""{"coarse":[[1,2],[3,4]],"coarse":[[1]]}""", 400, "coarse")]
    [InlineData("""{"coarse":[[1,2],[3,4]],"extrnal":[1]}""", 400, "extrnal")]
    [InlineData("""{"coarse":[[1,2],[3,4]],"time":"yesterday"}""", 400, "time")]
    [InlineData("""{"coarse":[[1,2],[3,4]],"below":2.5}""", 400, "below")]
    [InlineData("""{"coarse":[[1,2],[3,4]],"below":"5"}""", 400, "below")]
    [InlineData("""{"coarse":[[1,2],[3,4]],"below":0}""", 422, "below")]
    [InlineData("""{"coarse":[[1,2],[3,4]],"below":1000001}""", 422, "below")]
    [InlineData("""{"coarse":[]}""", 422, "coarse")]
    [InlineData("""{"coarse":[[]]}""", 422, "coarse")]
    [InlineData("""{"coarse":[1,2,3]}""", 422, "coarse")]
    [InlineData("""{"coarse":[[1,-1],[3,4]]}""", 422, "coarse")]
    [InlineData("""{"coarse":[[1,1e999],[3,4]]}""", 422, "coarse")]
    [InlineData("""{"coarse":[[1,1e39],[3,4]]}""", 422, "coarse")]
    [InlineData("""{"coarse":[[[1,2],[3,4]],[[1,2],[3,4]]],"external":[20,5,0,0,1,8,1]}""", 422, "coarse")]
    [InlineData("""{"coarse":[[1,2],[3,4]]}""", 422, "coarse")]
    [InlineData("""{"coarse":[[1,2],[3,4]],"external":[20,5]}""", 422, "external")]
    [InlineData("""{"coarse":[[1,2],[3,4]],"external":[20,5,0,0,1,99,1]}""", 422, "external")]
    [InlineData("""{"coarse":[[1,2],[3,4]],"external":[20,1e99,0,0,1,8,1]}""", 422, "external")]
    [InlineData("""{"coarse":[[1,2],[3,4]],"time":"2026-03-02T08:00:00Z"}""", 422, "time")]
    [InlineData("""{"coarse":[[1,2],[3,4]],"bounding_box":{"south":2,"north":1,"west":0,"east":1}}""", 422, "bounding_box")]
    public async Task Json_that_cannot_be_is_refused_with_the_field(string body, int status, string? field) =>
        Assert.Equal(field, await Answered.RefusedAsync(await _server.PostAsync(Infer, body), status));

    [Theory]
    [InlineData("""{"samples":[]}""", 422, "samples")]
    [InlineData("""{"samples":[null]}""", 422, "samples")]
    [InlineData("""{"samples":[{"coarse":[[1]]},{"coarse":[[-1]]}]}""", 422, "samples[1].coarse")]
    [InlineData("""{"samples":[{"coarse":[[1]]},{"coarse":[["a"]]}]}""", 400, "samples[1].coarse")]
    [InlineData("""{"samples":[{"coarse":[[1]]},{"coarse":[[1]],"below":-3}]}""", 422, "samples[1].below")]
    public async Task A_batch_names_the_sample(string body, int status, string field) =>
        Assert.Equal(field, await Answered.RefusedAsync(await _server.PostAsync($"{Infer}/batch", body), status));

    [Theory]
    [InlineData("", 415, "Content-Type")]
    [InlineData("text/plain", 415, null)]
    [InlineData("application/xml; charset=utf-8", 415, null)]
    public async Task Other_content_types_are_refused(string type, int status, string? field)
    {
        using var content = new ByteArrayContent("{}"u8.ToArray());
        if (type.Length > 0)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        Assert.Equal(field, await Answered.RefusedAsync(await _server.Client.PostAsync(new Uri(Infer, UriKind.Relative), content), status));
    }

    [Theory]
    [InlineData("shape=4,4", 60, 400, "coarse")]
    [InlineData("shape=4,4", 65, 400, "coarse")]
    [InlineData("shape=-4,4", 64, 400, "shape")]
    [InlineData("shape=4,x", 64, 400, "shape")]
    [InlineData("shape=", 64, 400, "shape")]
    [InlineData("shape=2147483647,2147483647,2147483647", 64, 400, "coarse")]
    [InlineData("shape=4294967296,1", 64, 400, "shape")]
    [InlineData("shape=2,2,2,2", 64, 422, "coarse")]
    [InlineData("below=few", 64, 400, "below")]
    [InlineData("below=2,3", 64, 400, "below")]
    [InlineData("below=-1", 64, 400, "below")]
    [InlineData("below=0", 64, 422, "below")]
    [InlineData("below=1000001", 64, 422, "below")]
    [InlineData("external=1,2,x", 64, 400, "external")]
    [InlineData("external=1,2", 64, 422, "external")]
    [InlineData("time=noon", 64, 400, "time")]
    [InlineData("bounding_box=1,2,3", 64, 400, "bounding_box")]
    [InlineData("format=exe", 64, 400, "format")]
    [InlineData("integers=maybe", 64, 400, "integers")]
    [InlineData("label=beta", 64, 400, "label")]
    [InlineData("label=canary", 64, 404, "model")]
    [InlineData("version=../1", 64, 404, "model")]
    public async Task A_query_that_cannot_be_is_refused_with_the_parameter(string query, int bytes, int status, string field) =>
        Assert.Equal(field, await Answered.RefusedAsync(await _server.PostAsync($"{Infer}?{query}", new byte[bytes], Raw), status));

    [Theory]
    [InlineData("not npy at all")]
    [InlineData("\u0093NUMPY")]
    public async Task What_is_no_npy_is_refused(string body) =>
        Assert.Equal("coarse", await Answered.RefusedAsync(await _server.PostAsync(Infer, Encoding.Latin1.GetBytes(body), Npy), 400));

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(-0.5f)]
    public async Task Npy_of_what_is_no_flow_is_refused(float value)
    {
        using var body = new MemoryStream();
        NpyWriter.Write(body, [1, 2, 3, value], 2, 2);
        Assert.Equal(
            "coarse", await Answered.RefusedAsync(await _server.PostAsync($"{Infer}?external=20,5,0,0,1,8,1", body.ToArray(), Npy), 422));
    }

    [Fact]
    public async Task Every_bit_of_a_question_may_be_flipped()
    {
        var body = Encoding.UTF8.GetBytes(TestServer.RequestBody());
        for (var bit = 0; bit < body.Length * 8; bit += 5)
        {
            body[bit / 8] ^= (byte)(1 << bit % 8);
            using var response = await _server.PostAsync(Infer, body, Json);
            body[bit / 8] ^= (byte)(1 << bit % 8);
            Assert.True((int)response.StatusCode is 200 or 400 or 422, $"{response.StatusCode} at bit {bit}");
        }
    }

    [Theory]
    [InlineData("/v1/models/..%2f..%2fetc%2fpasswd/infer")]
    [InlineData("/v1/models/plgf%2f1/infer")]
    [InlineData("/v1/models/.lock/infer")]
    public async Task Path_tricks_in_names_find_nothing(string path) =>
        await Answered.RefusedAsync(await _server.PostAsync(path, TestServer.RequestBody()), 404);

    [Theory]
    [InlineData("/..%2f..%2fcard.json", HttpStatusCode.NotFound)]
    [InlineData("/%2e%2e/%2e%2e/etc/passwd", HttpStatusCode.NotFound)]
    [InlineData("/v1/datasets/..%2f..%2fetc", HttpStatusCode.NotFound)]
    [InlineData("/v1/datasets/town/frames/99999999999999999999/coarse", HttpStatusCode.NotFound)]
    [InlineData("/v1/models/%00", HttpStatusCode.BadRequest)]
    public async Task Path_tricks_in_addresses_find_nothing(string path, HttpStatusCode status) =>
        Assert.Equal(status, (await _server.Client.GetAsync(new Uri(path, UriKind.Relative))).StatusCode);

    [Fact]
    public async Task A_giant_body_is_refused()
    {
        await Answered.RefusedAsync(await _server.PostAsync(Infer, new byte[Limit + 1], Raw), 413);
        using var chunked = new StreamContent(new EndlessZeros());
        chunked.Headers.ContentType = new("application/octet-stream");
        using var request = new HttpRequestMessage(HttpMethod.Post, Infer) { Content = chunked };
        request.Headers.TransferEncodingChunked = true;
        try
        {
            await Answered.RefusedAsync(await _server.Client.SendAsync(request), 413);
        }
        catch (HttpRequestException)
        {
            // The server hung up in the middle of it, before the client read the answer.
        }
    }

    [Fact]
    public async Task A_giant_map_is_refused()
    {
        var body = new byte[100 * 100 * sizeof(float)];
        Assert.Null(await Answered.RefusedAsync(await _server.PostAsync($"{Infer}?shape=100,100&external=20,5,0,0,1,8,1", body, Raw), 413));
    }

    [Fact]
    public async Task What_is_not_http_is_hung_up_on()
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, _server.Server.Callers.Http.Url.Port);
        await socket.GetStream().WriteAsync(new byte[4096]);
        using var reader = new StreamReader(socket.GetStream());
        Assert.StartsWith("HTTP/1.1 400", await reader.ReadToEndAsync(), StringComparison.Ordinal);
    }

    private sealed class EndlessZeros : MemoryStream
    {
        public override bool CanSeek => false;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            buffer.Span.Clear();
            return ValueTask.FromResult(buffer.Length);
        }
    }
}
