using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using FineFlow.AspNetCore.Grpc.Protocol;
using FineFlow.Engine.Tests.Fixtures;
using Google.Protobuf;
using static FineFlow.AspNetCore.Grpc.Protocol.ModelInferRequest.Types;

namespace FineFlow.AspNetCore.Tests.Grpc;

/// <summary>Inference by gRPC answers what REST does, to the last bit.</summary>
public sealed class GrpcInferenceTests : IAsyncLifetime
{
    private const string HeaderLength = "Inference-Header-Content-Length";

    private TestServer _server = null!;

    /// <summary>The last bits of a map depend on those that it shares a batch with: here it shares one with none.</summary>
    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync(
        options => options with { MaxBatch = 1 },
        path =>
        {
            SmallBundles.Write(Path.Combine(path, "kha", "1"), "kha");
            SmallBundles.Write(Path.Combine(path, "plgf", "1"));
        });

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Tensors_come_and_go_as_numbers_or_as_bytes(bool isRaw)
    {
        var request = isRaw ? GrpcRequests.Raw(2) : GrpcRequests.Typed(2);
        (request.Id, request.ModelVersion) = ("42", "1");

        var answer = await _server.Grpc.ModelInferAsync(request);

        Assert.Equal(("42", "plgf", "1"), (answer.Id, answer.ModelName, answer.ModelVersion));
        Assert.Equal("fine FP32 [2, 1, 8, 8]", Described(answer.Outputs.Single()));
        Assert.Equal((isRaw, !isRaw), (answer.RawOutputContents.Count == 1, answer.Outputs[0].Contents is not null));
        var (fine, coarse) = (GrpcRequests.Fine(answer), SmallBundles.Coarse(2).Values);
        Assert.Equal(coarse.Take(16).Sum(), fine.Take(64).Sum(), 0.1f);
        Assert.Equal(coarse.Skip(16).Sum(), fine.Skip(64).Sum(), 0.1f);
        Assert.InRange(answer.Parameters["max_conservation_error"].DoubleParam, 0, 1e-3);
    }

    [Fact]
    public async Task Both_forms_have_the_bytes_of_rest()
    {
        var (header, tensors) = await RestAsync(GrpcRequests.Raw(3));

        var raw = await _server.Grpc.ModelInferAsync(GrpcRequests.Raw(3));
        var typed = await _server.Grpc.ModelInferAsync(GrpcRequests.Typed(3));

        Assert.Equal(3 * 64 * sizeof(float), tensors.Length);
        Assert.Equal(tensors, raw.RawOutputContents.Single().ToByteArray());
        Assert.Equal(tensors, GrpcRequests.Bytes<float>(GrpcRequests.Fine(typed)).ToByteArray());
        Assert.Equal(
            header["parameters"]!["max_conservation_error"]!.GetValue<double>(), raw.Parameters["max_conservation_error"].DoubleParam);
    }

    [Fact]
    public async Task Times_missing_counts_quantiles_and_draws_have_the_bytes_of_rest()
    {
        float[] counts = [.. SmallBundles.Coarse(2).Values];
        counts[5] = float.NaN;
        var request = new ModelInferRequest
        {
            ModelName = "kha",
            Parameters =
            {
                ["quantiles"] = new() { StringParam = "0.05,0.5" },
                ["draws"] = new() { Int64Param = 2 },
                ["seed"] = new() { Uint64Param = 9 },
                ["integers"] = new() { BoolParam = true },
                ["below"] = new() { DoubleParam = 3 },
            },
            Inputs =
            {
                new InferInputTensor { Name = "time", Datatype = "INT64", Shape = { 2 } },
                new InferInputTensor { Name = "coarse", Datatype = "FP32", Shape = { 2, 1, 4, 4 } },
            },
            RawInputContents = { GrpcRequests.Bytes<long>([1_704_787_200, 1_705_183_200]), GrpcRequests.Bytes(counts) },
        };
        var (_, tensors) = await RestAsync(request);

        var answer = await _server.Grpc.ModelInferAsync(request);

        Assert.Equal(
            ["fine INT64 [2, 1, 8, 8]", "quantiles INT64 [2, 2, 1, 8, 8]", "draws INT64 [2, 2, 1, 8, 8]", "observed INT64 [2, 1, 4, 4]"],
            answer.Outputs.Select(Described));
        Assert.Equal(tensors, answer.RawOutputContents.SelectMany(bytes => bytes.ToByteArray()));

        var typed = request.Clone();
        typed.RawInputContents.Clear();
        typed.Inputs[0].Contents = new() { Int64Contents = { 1_704_787_200, 1_705_183_200 } };
        typed.Inputs[1].Contents = new() { Fp32Contents = { counts } };
        var numbers = (await _server.Grpc.ModelInferAsync(typed)).Outputs.SelectMany(output => output.Contents.Int64Contents);
        Assert.Equal(tensors, GrpcRequests.Bytes<long>([.. numbers]).ToByteArray());
    }

    [Fact]
    public async Task Outputs_come_as_named()
    {
        var request = GrpcRequests.Typed();
        request.Outputs.Add(new InferRequestedOutputTensor { Name = "observed" });

        var answer = await _server.Grpc.ModelInferAsync(request);

        Assert.Equal("observed INT64 [1, 1, 4, 4]", Described(answer.Outputs.Single()));
        Assert.Equal(Enumerable.Repeat(1L, 16), answer.Outputs[0].Contents.Int64Contents);
    }

    [Fact]
    public async Task What_rest_needs_to_find_tensors_in_its_body_may_stand_here_too()
    {
        var request = GrpcRequests.Raw();
        request.Inputs[0].Parameters["binary_data_size"] = new() { Int64Param = 64 };
        request.Parameters["binary_data_output"] = new() { BoolParam = true };

        Assert.Single((await _server.Grpc.ModelInferAsync(request)).RawOutputContents);
    }

    private static string Described(ModelInferResponse.Types.InferOutputTensor output) =>
        $"{output.Name} {output.Datatype} [{string.Join(", ", output.Shape)}]";

    /// <summary>Asks the same of REST: the JSON of the answer, and the bytes behind it.</summary>
    private async Task<(JsonNode Header, byte[] Tensors)> RestAsync(ModelInferRequest request)
    {
        var parameters = new JsonObject { ["binary_data_output"] = true };
        foreach (var (name, value) in request.Parameters)
        {
            parameters[name] = JsonNode.Parse(JsonFormatter.Default.Format(value))!.AsObject().Single().Value switch
            {
                // Protobuf's JSON has 64-bit numbers as texts.
                JsonValue text when text.GetValueKind() == JsonValueKind.String && name != "quantiles" =>
                    long.Parse(text.GetValue<string>(), CultureInfo.InvariantCulture),
                var other => other?.DeepClone(),
            };
        }

        var inputs = request.Inputs.Zip(request.RawInputContents).Select(pair => (JsonNode)new JsonObject
        {
            ["name"] = pair.First.Name,
            ["datatype"] = pair.First.Datatype,
            ["shape"] = new JsonArray([.. pair.First.Shape.Select(size => (JsonNode)size)]),
            ["parameters"] = new JsonObject { ["binary_data_size"] = pair.Second.Length },
        });
        var json = new JsonObject { ["parameters"] = parameters, ["inputs"] = new JsonArray([.. inputs]) };
        var header = JsonSerializer.SerializeToUtf8Bytes(json);
        using var content = new ByteArrayContent([.. header, .. request.RawInputContents.SelectMany(bytes => bytes.ToByteArray())]);
        content.Headers.Add(HeaderLength, header.Length.ToString(CultureInfo.InvariantCulture));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var response = await _server.Client.PostAsync(new Uri($"/v2/models/{request.ModelName}/infer", UriKind.Relative), content);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        Assert.True(response.IsSuccessStatusCode, System.Text.Encoding.UTF8.GetString(bytes));
        var length = int.Parse(response.Headers.GetValues(HeaderLength).Single(), CultureInfo.InvariantCulture);
        return (JsonNode.Parse(bytes.AsSpan(0, length))!, bytes[length..]);
    }
}
