using System.Net;
using System.Text;
using FineFlow.Core.Datasets;
using FineFlow.Host;
using FineFlow.Synthetic;
using FineFlow.Torch.Training;
using FineFlow.Torch.Training.Runs;
using Grpc.Core;
using Grpc.Net.Client;

namespace FineFlow.Fuzz;

/// <summary>A server in this process, whose callers are hostile. It must never say that it failed itself.</summary>
internal sealed class FuzzedServer
{
    private const string AnyPort = "http://127.0.0.1:0", Service = "inference.GRPCInferenceService";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create(bytes => bytes, bytes => bytes);

    // Once, for the channel keeps what it knows of each.
    private static readonly Method<byte[], byte[]>[] Calls =
    [
        Call("ServerLive"), Call("ServerReady"), Call("ModelReady"), Call("ServerMetadata"), Call("ModelMetadata"), Call("ModelInfer"),
        Call("ModelConfig"), Call("ModelStatistics"), Call("RepositoryIndex"), Call("RepositoryModelLoad"), Call("RepositoryModelUnload"),
    ];

    private readonly HttpClient _client;
    private readonly CallInvoker _calls;

    private FuzzedServer(HttpClient client, CallInvoker calls) => (_client, _calls) = (client, calls);

    /// <summary>Serves the even split of a small city, "mean", and the city, "town".</summary>
    public static async Task<FuzzedServer> StartAsync(string folder)
    {
        var (data, models) = (Path.Combine(folder, "town"), Path.Combine(folder, "models"));
        SyntheticCity.Write(data, CityPreset.Small with { FineSize = 16, Samples = 60 }, seed: 1);
        var city = DatasetFolder.Load(data);
        var request = new TrainingRequest { Model = "mean" }.With(recipe => recipe with { Epochs = 1 });
        new Trainer(RunFolder.Create(Path.Combine(models, "mean"), request.NewRun(city)), city).Run();
        var server = await FlowServer.StartAsync(
            new()
            {
                Models = models,
                Datasets = [data],
                Url = AnyPort,
                AdminUrl = AnyPort,
                GrpcUrl = AnyPort,
                AdminGrpcUrl = AnyPort,
                Rate = 1_000_000,
            },
            _ => { });
        // Headers go to the server as they are, whatever bytes they hold.
        var handler = new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1 };
        return new(
            new(handler) { BaseAddress = server.Callers.Http.Url, Timeout = Patience },
            GrpcChannel.ForAddress(server.Callers.Grpc!.Url).CreateCallInvoker());
    }

    /// <summary>A request as text: its method and address in the first line, headers, an empty line, the body.</summary>
    public void Http(byte[] bytes)
    {
        if (Request(bytes) is not { } request)
        {
            return; // the client itself would refuse it
        }

        using (request)
        {
            using var response = _client.Send(request, HttpCompletionOption.ResponseHeadersRead);
            if (response.StatusCode == HttpStatusCode.InternalServerError)
            {
                throw new InvalidOperationException(new StreamReader(response.Content.ReadAsStream()).ReadToEnd());
            }
        }
    }

    /// <summary>A call: the number of its name, and the bytes of its message.</summary>
    public void Grpc(byte[] bytes)
    {
        if (bytes.Length == 0)
        {
            return;
        }

        try
        {
            var call = Calls[bytes[0] % Calls.Length];
            _calls.BlockingUnaryCall(call, null, new CallOptions(deadline: DateTime.UtcNow + Patience), bytes[1..]);
        }
        catch (RpcException refusal)
            when (refusal.StatusCode is not (StatusCode.Internal or StatusCode.Unknown or StatusCode.DeadlineExceeded))
        {
            // So it should be.
        }
    }

    private static Method<byte[], byte[]> Call(string name) => new(MethodType.Unary, Service, name, Bytes, Bytes);

    private HttpRequestMessage? Request(byte[] bytes)
    {
        var end = bytes.AsSpan().IndexOf("\n\n"u8);
        var head = Encoding.Latin1.GetString(end < 0 ? bytes : bytes[..end]).Split('\n');
        if (head[0].Split(' ', 2) is not [var method, ['/', ..] address]
            || !Uri.TryCreate(_client.BaseAddress, address, out var uri) || uri.Authority != _client.BaseAddress!.Authority
            || address.Contains("events", StringComparison.Ordinal)) // which does not end
        {
            return null;
        }

        try
        {
            var body = new ByteArrayContent(end < 0 ? [] : bytes[(end + 2)..]);
            var request = new HttpRequestMessage(new HttpMethod(method), uri) { Content = body };
            foreach (var header in head[1..].Select(line => line.Split(':', 2)).Where(parts => parts.Length == 2))
            {
                var (name, value) = (header[0], header[1].Trim());
                if (!request.Headers.TryAddWithoutValidation(name, value))
                {
                    request.Content.Headers.TryAddWithoutValidation(name, value);
                }
            }

            return request;
        }
        catch (Exception failure) when (failure is FormatException or ArgumentException)
        {
            return null;
        }
    }
}
