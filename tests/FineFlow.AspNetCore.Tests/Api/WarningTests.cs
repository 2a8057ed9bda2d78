using System.Text.Json.Nodes;

namespace FineFlow.AspNetCore.Tests.Api;

/// <summary>Maps that are unlike those that the model was trained on: 4 x 4 cells in one place.</summary>
public sealed class WarningTests
{
    private const string Infer = "/v1/models/plgf/infer", Header = "FineFlow-Warnings";
    private const string Elsewhere = ", \"bounding_box\": {\"west\": 1, \"south\": 2, \"east\": 3, \"north\": 4}}";

    [Fact]
    public async Task Maps_like_the_trainings_are_answered_without()
    {
        await using var server = await TestServer.StartAsync();
        using var response = await server.PostAsync(Infer, TestServer.RequestBody());

        Assert.Empty((await Answered.JsonAsync(response))["warnings"]!.AsArray());
        Assert.False(response.Headers.Contains(Header));
    }

    [Fact]
    public async Task Fine_maps_by_mistake_and_another_place_are_named_in_every_form()
    {
        await using var server = await TestServer.StartAsync();
        var request = TestServer.RequestBody(side: 8)[..^1] + Elsewhere;

        var answer = await Answered.JsonAsync(await server.PostAsync(Infer, request));
        Assert.Contains("the size of the fine maps", answer["warnings"]![0]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains("lies in another place (1, 2, 3, 4)", answer["warnings"]![1]!.GetValue<string>(), StringComparison.Ordinal);

        using var binary = await server.PostAsync($"{Infer}?format=float32", request);
        Assert.Equal(answer["warnings"]!.ToJsonString(), JsonNode.Parse(Assert.Single(binary.Headers.GetValues(Header)))!.ToJsonString());

        var frame = await Answered.JsonAsync(await server.PostAsync("/v1/live/plgf/frames", request));
        Assert.Equal(2, frame["warnings"]!.AsArray().Count);

        var stream = await Answered.JsonAsync(await server.PostAsync($"{Infer}/stream", request, "application/x-ndjson"));
        Assert.Equal(2, stream["warnings"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_dataset_that_the_model_was_not_trained_on_is_named()
    {
        await using var server = await TestServer.StartAsync(withCity: true);
        using var response = await server.Client.GetAsync(new Uri("/v1/datasets/town/inferred/0?model=plgf", UriKind.Relative));

        Assert.Contains("the fingerprints differ: town ", Assert.Single(response.Headers.GetValues(Header)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_strict_mode_they_are_refused()
    {
        await using var server = await TestServer.StartAsync(options => options with { Strict = true });

        Assert.Equal("coarse", await Answered.RefusedAsync(await server.PostAsync(Infer, TestServer.RequestBody(side: 8)), 422));
        await Answered.JsonAsync(await server.PostAsync(Infer, TestServer.RequestBody()));
    }
}
