using System.Net;
using System.Net.Http.Headers;
using FineFlow.AspNetCore.Grpc.Protocol;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.Extensions.Logging;
using static FineFlow.AspNetCore.Grpc.Protocol.ModelInferRequest.Types;

namespace FineFlow.AspNetCore.Tests.Grpc;

/// <summary>What cannot be answered is refused with a status and one line; nothing of it is an error of the server.</summary>
public sealed class GrpcRefusalTests : IDisposable
{
    private const string Key = "a-key-that-nobody-guesses";

    private readonly TemporaryFolder _folder = new();

    /// <summary>Requests that cannot be: how a sound one is spoilt, and what is said.</summary>
    private static readonly (string Words, Action<ModelInferRequest> Spoil)[] Hostile =
    [
        ("coarse: is missing", request => request.Inputs.Clear()),
        ("coarse: is there twice", request => request.Inputs.Add(request.Inputs[0])),
        ("there is no input 'fine'", request => request.Inputs[0].Name = "fine"),
        ("there is no input 'coarsee'; there are coarse, external, time; did you mean 'coarse'?",
            request => request.Inputs[0].Name = "coarsee"),
        ("coarse: is of type INT8; FP32 is expected", request => request.Inputs[0].Datatype = "INT8"),
        ("coarse: has 16 values, which do not make a shape of [1, 1, 4, 5]", request => request.Inputs[0].Shape[3] = 5),
        ("coarse: has 16 values, which do not make a shape of [1, 1, -4, -4]",
            request => (request.Inputs[0].Shape[2], request.Inputs[0].Shape[3]) = (-4, -4)),
        ("coarse: has shape [16]", request => { request.Inputs[0].Shape.Clear(); request.Inputs[0].Shape.Add(16); }),
        ("inputs[0].shape[0]: is 99999999999", request => request.Inputs[0].Shape[0] = 99_999_999_999),
        ("coarse: has 0 values", request => request.Inputs[0].Contents = null),
        ("coarse: has numbers of another type than FP32; fp32_contents alone is expected",
            request => request.Inputs[0].Contents = new() { Fp64Contents = { new double[16] } }),
        ("coarse: has numbers of another type than FP32", request => request.Inputs[0].Contents.BytesContents.Add(ByteString.Empty)),
        ("raw_input_contents: has 1 entries; one for each of 2 inputs is expected",
            request => request.RawInputContents.Add(ByteString.Empty)),
        ("coarse: has contents and an entry of raw_input_contents",
            request => request.RawInputContents.Add([ByteString.Empty, ByteString.Empty])),
        ("external: has shape [7]; [1, 7] is expected", request => request.Inputs[1].Shape.RemoveAt(0)),
        ("there is no output 'coarse'", request => request.Outputs.Add(new InferRequestedOutputTensor { Name = "coarse" })),
        ("quantiles is asked for, and the parameter quantiles does not say which",
            request => request.Outputs.Add(new InferRequestedOutputTensor { Name = "quantiles" })),
        ("outputs: are asked for in binary, and the inputs are not",
            request => request.Parameters["binary_data_output"] = new() { BoolParam = true }),
        ("parameters.sequence_id: is not a known field; expected binary_data_output, below",
            request => request.Parameters["sequence_id"] = new() { Int64Param = 7 }),
        ("parameters.integer: is not a known field", request => request.Parameters["integer"] = new() { BoolParam = true }),
        ("did you mean 'integers'?", request => request.Parameters["integer"] = new() { BoolParam = true }),
        ("parameters.below: is 2.5; expected a whole number", request => request.Parameters["below"] = new() { DoubleParam = 2.5 }),
        ("parameters.below: is the text 'NaN'", request => request.Parameters["below"] = new() { DoubleParam = double.NaN }),
        ("parameters.integers: is null; expected true or false", request => request.Parameters["integers"] = new()),
        ("parameters.seed: is 18446744073709551615",
            request => request.Parameters["seed"] = new() { Uint64Param = ulong.MaxValue }),
        ("inputs[0].parameters.shared_memory_region: is not a known field",
            request => request.Inputs[0].Parameters["shared_memory_region"] = new() { StringParam = "mine" }),
        ("coarse: binary_data_size is 3; the input has 64 bytes",
            request => request.Inputs[0].Parameters["binary_data_size"] = new() { Int64Param = 3 }),
        ("coarse: [sample 0, channel 0, row 0, column 0] is ", request => request.Inputs[0].Contents.Fp32Contents[0] = -1),
    ];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Requests_that_cannot_be_are_invalid_arguments_and_the_log_is_quiet()
    {
        var log = new TestLog(LogLevel.Information);
        await using (var server = await TestServer.StartAsync(log: log))
        {
            foreach (var (words, spoil) in Hostile)
            {
                var request = GrpcRequests.Typed();
                spoil(request);
                var refusal = await GrpcRequests.RefusedAsync(server.Grpc.ModelInferAsync(request), StatusCode.InvalidArgument, words);
                Assert.NotEmpty(refusal.Trailers.GetValue("error-id")!);
            }

            await GrpcRequests.RefusedAsync(
                server.Grpc.ModelInferAsync(new() { ModelName = "nobody" }), StatusCode.NotFound, "nobody");
            await GrpcRequests.RefusedAsync(
                server.Grpc.ModelMetadataAsync(new() { Name = "plgf", Version = "9" }), StatusCode.NotFound, "9");
            Assert.Equal("plgf", (await server.Grpc.ModelInferAsync(GrpcRequests.Typed())).ModelName);
        }

        var told = log.Lines.Where(line =>
            line.Contains("Grpc", StringComparison.Ordinal) || !line.StartsWith("Information", StringComparison.Ordinal));
        Assert.True(!told.Any(), string.Join('\n', told));
    }

    [Theory]
    [InlineData(0, "coarse: has 0 values")]
    [InlineData(3, "coarse: has 3 bytes; whole numbers of FP32 are expected")]
    [InlineData(60, "coarse: has 15 values, which do not make a shape of [1, 1, 4, 4]")]
    [InlineData(68, "coarse: has 17 values")]
    public async Task Bytes_that_do_not_make_the_shape_are_refused(int bytes, string words)
    {
        await using var server = await TestServer.StartAsync();
        var request = GrpcRequests.Raw();
        request.RawInputContents[0] = ByteString.CopyFrom(new byte[bytes]);
        await GrpcRequests.RefusedAsync(server.Grpc.ModelInferAsync(request), StatusCode.InvalidArgument, words);
    }

    [Theory]
    [InlineData("ServerLive", MethodType.Unary)]
    [InlineData("ModelInfer", MethodType.Unary)]
    [InlineData("RepositoryModelLoad", MethodType.Unary)]
    [InlineData("ModelStreamInfer", MethodType.DuplexStreaming)]
    public async Task Bytes_that_are_no_message_are_bad_input_and_not_an_error_of_the_server(string name, MethodType type)
    {
        using var log = new TestLog();
        await using var server = await TestServer.StartAsync(log: log);
        var plain = Marshallers.Create(bytes => bytes, bytes => bytes);
        var method = new Method<byte[], byte[]>(type, "inference.GRPCInferenceService", name, plain, plain);
        var (calls, unended) = (server.Channel.CreateCallInvoker(), new byte[] { 0x0A, 0x7F, 1 });

        if (type == MethodType.Unary)
        {
            await GrpcRequests.RefusedAsync(calls.AsyncUnaryCall(method, null, default, unended), StatusCode.InvalidArgument, "message");
        }
        else
        {
            using var stream = calls.AsyncDuplexStreamingCall(method, null, default);
            await stream.RequestStream.WriteAsync(unended);
            var refusal = await Assert.ThrowsAsync<RpcException>(() => stream.ResponseStream.MoveNext(CancellationToken.None));
            Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
        }

        Assert.Empty(log.Lines);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("gzip")]
    public async Task A_message_beyond_the_limit_is_refused_also_one_that_comes_packed(string? packed)
    {
        await using var server = await TestServer.StartAsync(options => options with { MaxBodyBytes = 4096 });
        var request = GrpcRequests.Raw();
        request.RawInputContents[0] = ByteString.CopyFrom(new byte[2_000_000]);
        var metadata = new Metadata();
        if (packed is not null)
        {
            metadata.Add("grpc-internal-encoding-request", packed);
        }

        await GrpcRequests.RefusedAsync(server.Grpc.ModelInferAsync(request, metadata), StatusCode.ResourceExhausted);
        Assert.Equal("plgf", (await server.Grpc.ModelInferAsync(GrpcRequests.Raw(), metadata)).ModelName);
    }

    [Fact]
    public async Task Maps_beyond_what_is_taken_are_exhaustion()
    {
        await using var server = await TestServer.StartAsync();
        var request = GrpcRequests.Typed();
        request.Inputs[0] = GrpcRequests.Tensor("coarse", [1, 1, 64, 64], new float[64 * 64]);
        await GrpcRequests.RefusedAsync(server.Grpc.ModelInferAsync(request), StatusCode.ResourceExhausted, "64x64");
    }

    [Fact]
    public async Task With_keys_only_those_who_have_one_are_served()
    {
        File.WriteAllText(_folder.File("keys"), Key);
        await using var server = await TestServer.StartAsync(options => options with { ApiKeyFile = _folder.File("keys") });
        var key = new Metadata { { "authorization", $"Bearer {Key}" } };

        foreach (var wrong in new[] { new Metadata(), new Metadata { { "authorization", $"Bearer {Key[1..]}" } } })
        {
            await GrpcRequests.RefusedAsync(
                server.Grpc.ModelInferAsync(GrpcRequests.Typed(), wrong), StatusCode.Unauthenticated, "an API key is expected");
            await GrpcRequests.RefusedAsync(server.Grpc.ServerMetadataAsync(new(), wrong), StatusCode.Unauthenticated);
            await GrpcRequests.RefusedAsync(
                server.AdminGrpc.RepositoryModelUnloadAsync(new() { ModelName = "plgf" }, wrong), StatusCode.Unauthenticated);
        }

        Assert.Equal("plgf", (await server.Grpc.ModelInferAsync(GrpcRequests.Typed(), key)).ModelName);
        Assert.True((await server.Grpc.ServerLiveAsync(new())).Live);
        Assert.True((await server.Grpc.ServerReadyAsync(new())).Ready);
        Assert.Equal(
            HealthCheckResponse.Types.ServingStatus.Serving, (await new Health.HealthClient(server.Channel).CheckAsync(new())).Status);
        Assert.Single((await server.AdminGrpc.RepositoryIndexAsync(new(), key)).Models);
    }

    [Fact]
    public async Task More_calls_a_second_than_allowed_are_exhaustion_with_a_time_to_return()
    {
        await using var server = await TestServer.StartAsync(options => options with { Rate = 5 });
        var calls = Enumerable.Range(0, 40).Select(_ => server.Grpc.ServerMetadataAsync(new())).ToList();
        var refusals = new List<RpcException>();
        foreach (var call in calls)
        {
            try
            {
                await call;
            }
            catch (RpcException refusal)
            {
                refusals.Add(refusal);
            }
        }

        Assert.InRange(refusals.Count, 1, 35);
        Assert.All(refusals, refusal => Assert.Equal(
            (StatusCode.ResourceExhausted, "more than 5 requests a second from one address", "1000"),
            (refusal.StatusCode, refusal.Status.Detail, refusal.Trailers.GetValue("grpc-retry-pushback-ms"))));
    }

    [Fact]
    public async Task What_is_no_call_is_answered_as_http()
    {
        await using var server = await TestServer.StartAsync();
        using var client = new HttpClient
        {
            BaseAddress = server.Server.Callers.Grpc!.Url,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var json = new StringContent("{}", MediaTypeHeaderValue.Parse("application/json"));
        using var answer = await client.PostAsync(new Uri("/inference.GRPCInferenceService/ServerLive", UriKind.Relative), json);
        await Answered.RefusedAsync(answer, 415);
        await GrpcRequests.RefusedAsync(
            server.Channel.CreateCallInvoker().AsyncUnaryCall(
                new Method<ServerLiveRequest, ServerLiveResponse>(
                    MethodType.Unary,
                    "inference.GRPCInferenceService",
                    "Trace",
                    Marshallers.Create(message => message.ToByteArray(), ServerLiveRequest.Parser.ParseFrom),
                    Marshallers.Create(message => message.ToByteArray(), ServerLiveResponse.Parser.ParseFrom)),
                null,
                default,
                new()),
            StatusCode.Unimplemented);
    }
}
