using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FineFlow.AspNetCore.Grpc.Protocol;
using FineFlow.Core.Datasets;
using FineFlow.Engine.Tests.Fixtures;
using FineFlow.Host;
using Grpc.Net.Client;

namespace FineFlow.AspNetCore.Tests;

/// <summary>
/// A server on free ports over a bundle directory of its own, with a model "plgf" in version 1 unless a test says otherwise.
/// </summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly FlowServer _server;

    private readonly Lazy<GrpcChannel> _channel, _adminChannel;

    private TestServer(TemporaryFolder folder, FlowServer server)
    {
        (_folder, _server) = (folder, server);
        Client = new HttpClient { BaseAddress = server.Callers.Http.Url };
        Admin = new HttpClient { BaseAddress = server.Operators.Http.Url };
        _channel = new(() => GrpcChannel.ForAddress(server.Callers.Grpc!.Url));
        _adminChannel = new(() => GrpcChannel.ForAddress(server.Operators.Grpc!.Url));
    }

    public HttpClient Client { get; }

    public HttpClient Admin { get; }

    public GrpcChannel Channel => _channel.Value;

    public GRPCInferenceService.GRPCInferenceServiceClient Grpc => new(Channel);

    public GRPCInferenceService.GRPCInferenceServiceClient AdminGrpc => new(_adminChannel.Value);

    public FlowServer Server => _server;

    public static async Task<TestServer> StartAsync(
        Func<ServeOptions, ServeOptions>? configure = null, Action<string>? bundles = null, bool withCity = false, TestLog? log = null)
    {
        var folder = new TemporaryFolder();
        try
        {
            var models = Directory.CreateDirectory(folder.File("models")).FullName;
            (bundles ?? (path => SmallBundles.Write(Path.Combine(path, "plgf", "1"))))(models);
            var options = new ServeOptions
            {
                Models = models,
                Url = "http://127.0.0.1:0",
                AdminUrl = "http://127.0.0.1:0",
                GrpcUrl = "http://127.0.0.1:0",
                AdminGrpcUrl = "http://127.0.0.1:0",
                Datasets = withCity ? [City(folder)] : [],
            };
            return new TestServer(
                folder, await FlowServer.StartAsync(configure?.Invoke(options) ?? options, logging => log?.AddTo(logging)));
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>A place in the bundle directory.</summary>
    public string Bundle(params string[] names) => Path.Combine([_folder.File("models"), .. names]);

    /// <summary>A file beside it.</summary>
    public string File(string name) => _folder.File(name);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Admin.Dispose();
        foreach (var channel in new[] { _channel, _adminChannel }.Where(channel => channel.IsValueCreated))
        {
            channel.Value.Dispose();
        }

        await _server.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Sends text with a content type.</summary>
    public Task<HttpResponseMessage> PostAsync(string path, string text, string type = "application/json") =>
        PostAsync(path, Encoding.UTF8.GetBytes(text), type);

    public async Task<HttpResponseMessage> PostAsync(string path, byte[] body, string type)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return await Client.PostAsync(new Uri(path, UriKind.Relative), content);
    }

    /// <summary>Asks the operator's listener for something as JSON.</summary>
    public async Task<(int Status, JsonNode Body)> AdministerAsync(string path, object body)
    {
        using var response = await Admin.PostAsJsonAsync(new Uri(path, UriKind.Relative), body);
        return ((int)response.StatusCode, (await response.Content.ReadFromJsonAsync<JsonNode>())!);
    }

    /// <summary>The body of a well-formed request.</summary>
    public static string RequestBody(long seed = 1, int side = SmallBundles.Side, bool external = true)
    {
        var coarse = SmallBundles.Coarse(1, side, seed);
        var rows = Enumerable.Range(0, side).Select(row => coarse.Map(0, 0).Slice(row * side, side).ToArray());
        return external
            ? JsonSerializer.Serialize(new { coarse = rows, external = SmallBundles.Morning })
            : JsonSerializer.Serialize(new { coarse = rows });
    }

    private static string City(TemporaryFolder folder)
    {
        const int Frames = 20, Slot = 1800;
        var coarse = SmallBundles.Coarse(Frames);
        var fine = new Core.FlowMaps(new(Frames, 1, SmallBundles.Side * SmallBundles.Factor, SmallBundles.Side * SmallBundles.Factor));
        for (var i = 0; i < fine.Values.Length; i++)
        {
            var (row, column) = (i % fine.SampleLength / fine.Columns, i % fine.Columns);
            fine.Values[i] = coarse.Sample(i / fine.SampleLength)[row / 2 * SmallBundles.Side + column / 2] / 4;
        }

        var time = Enumerable.Range(0, Frames).Select(frame => 1_772_438_400L + frame * Slot).ToArray();
        DatasetFolder.Write(
            folder.File("town"),
            new DatasetManifest
            {
                Name = "town",
                Units = "trips",
                SlotMinutes = 30,
                Channels = ["trips"],
                BoundingBox = new() { West = 116, South = 39, East = 124, North = 47 },
            },
            [new FlowSplit(SplitNames.Test, coarse, fine, SmallBundles.External(Frames), time)]);
        return folder.File("town");
    }
}
