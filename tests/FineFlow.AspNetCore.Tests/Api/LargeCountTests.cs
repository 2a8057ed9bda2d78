using System.Text.Json.Nodes;
using FineFlow.Core.Formats;

namespace FineFlow.AspNetCore.Tests.Api;

/// <summary>Whole counts up to 2^53, in every form that they come and go in.</summary>
public sealed class LargeCountTests(PlainServer shared) : IClassFixture<PlainServer>
{
    private const string Infer = "/v1/models/plgf/infer", External = "external=20,5,0,0,1,8,1";

    private static readonly long[] Counts =
        [0, 1, 16777217, 4294967297, 9007199254740991, 9007199254740992, 5, 7, 16777219, 33554433, 2, 3, 1000, 123456789012345, 4, 6];

    private readonly TestServer _server = shared.Server;

    [Fact]
    public async Task Json_answers_add_up_to_the_counts_of_the_request()
    {
        var answer = await Answered.JsonAsync(await _server.PostAsync($"{Infer}?integers=true", Question()));

        Assert.Equal(Counts, Sums(Whole(answer)));
        Assert.Equal(0, answer["max_conservation_error"]!.GetValue<double>());
    }

    [Fact]
    public async Task So_do_answers_to_a_batch_and_to_a_stream()
    {
        var batch = await Answered.JsonAsync(
            await _server.PostAsync($"{Infer}/batch?integers=true", $$"""{"samples": [{{Question()}}]}"""));
        Assert.Equal(Counts, Sums(Whole(batch["answers"]![0]!)));

        var stream = await Answered.JsonAsync(await _server.PostAsync($"{Infer}/stream?integers=true", Question(), "application/x-ndjson"));
        Assert.Equal(Counts, Sums(Whole(stream)));
    }

    [Fact]
    public async Task So_do_arrays()
    {
        using var folder = new TemporaryFolder();
        NpyWriter.Write(folder.File("X.npy"), Counts, 4, 4);
        var response = await _server.PostAsync(
            $"{Infer}?integers=true&format=npy&{External}", await File.ReadAllBytesAsync(folder.File("X.npy")), "application/x-npy");
        await File.WriteAllBytesAsync(folder.File("Y.npy"), await response.Content.ReadAsByteArrayAsync());

        Assert.Equal(NpyElementType.I8, NpyReader.ReadHeader(folder.File("Y.npy")).Type);
        Assert.Equal(Counts, Sums(NpyReader.ReadInt64(folder.File("Y.npy")).Values));
    }

    [Fact]
    public async Task Raw_float32_is_refused_where_it_cannot_hold_them() =>
        Assert.Equal(
            "format", await Answered.RefusedAsync(await _server.PostAsync($"{Infer}?integers=true&format=float32", Question()), 422));

    [Fact]
    public async Task Without_rounding_the_residual_is_that_to_the_counts_of_the_request()
    {
        var answer = await Answered.JsonAsync(await _server.PostAsync(Infer, Question()));
        var sums = new double[Counts.Length];
        foreach (var (cell, value) in Answered.Fine(answer).Index())
        {
            sums[cell / 16 * 4 + cell % 8 / 2] += value;
        }

        Assert.Equal(sums.Zip(Counts, (sum, count) => Math.Abs(sum - count)).Max(), answer["max_conservation_error"]!.GetValue<double>());
    }

    [Theory]
    [InlineData("9007199254740993", 400)]
    [InlineData("9007199254740993.0", 400)]
    [InlineData("18014398509481984", 422)]
    [InlineData("2.5", 422)]
    [InlineData("2.00000001", 422)]
    [InlineData("-1", 422)]
    public async Task What_is_no_whole_count_is_refused(string count, int status) =>
        await Answered.RefusedAsync(await _server.PostAsync($"{Infer}?integers=true", Question(count)), status);

    [Fact]
    public async Task The_open_inference_protocol_measures_against_the_counts_of_the_request()
    {
        var request = $$"""
            {"inputs": [
              {"name": "coarse", "shape": [1, 1, 4, 4], "datatype": "FP32", "data": [{{string.Join(",", Counts)}}]},
              {"name": "external", "shape": [1, 7], "datatype": "FP32", "data": [20, 5, 0, 0, 1, 8, 1]}]}
            """;
        var answer = await Answered.JsonAsync(await _server.PostAsync("/v2/models/plgf/infer", request));
        var plain = await Answered.JsonAsync(await _server.PostAsync(Infer, Question()));

        Assert.Equal(
            plain["max_conservation_error"]!.GetValue<double>(), answer["parameters"]!["max_conservation_error"]!.GetValue<double>());
    }

    private static string Question(string? first = null)
    {
        string[] counts = [.. Counts.Select(count => $"{count}")];
        counts[0] = first ?? counts[0];
        var rows = string.Join(",", counts.Chunk(4).Select(row => $"[{string.Join(",", row)}]"));
        return $$"""{"coarse": [{{rows}}], "external": [20, 5, 0, 0, 1, 8, 1]}""";
    }

    private static long[] Whole(JsonNode answer) =>
        [
            .. answer["fine"]!.AsArray().SelectMany(
                map => map!.AsArray().SelectMany(row => row!.AsArray().Select(cell => cell!.GetValue<long>())))];

    /// <summary>Sums of the blocks of 2 x 2 in a map of 8 x 8.</summary>
    private static long[] Sums(long[] fine)
    {
        var sums = new long[Counts.Length];
        foreach (var (cell, value) in fine.Index())
        {
            sums[cell / 16 * 4 + cell % 8 / 2] += value;
        }

        return sums;
    }
}
