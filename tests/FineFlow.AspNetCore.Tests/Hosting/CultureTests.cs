using System.Globalization;
using FineFlow.Core;

namespace FineFlow.AspNetCore.Tests.Hosting;

/// <summary>A program whose culture writes numbers otherwise serves and says the same.</summary>
public sealed class CultureTests : IDisposable
{
    private const string Infer = "/v1/models/plgf/infer";

    private readonly (CultureInfo Current, CultureInfo? Threads) _before = (
        CultureInfo.CurrentCulture, CultureInfo.DefaultThreadCurrentCulture);

    public CultureTests()
    {
        var odd = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (odd.NumberFormat.NumberDecimalSeparator, odd.NumberFormat.NumberGroupSeparator, odd.NumberFormat.NegativeSign) = (",", ".", "~");
        (CultureInfo.CurrentCulture, CultureInfo.DefaultThreadCurrentCulture) = (odd, odd);
    }

    public void Dispose() => (CultureInfo.CurrentCulture, CultureInfo.DefaultThreadCurrentCulture) = _before;

    [Fact]
    public async Task Options_are_refused_in_the_same_words()
    {
        var refusal = await Assert.ThrowsAsync<BadInputException>(
            () => TestServer.StartAsync(options => options with { TimeoutSeconds = 0.05 }));
        Assert.Equal("setting 'timeout_seconds': is 0.05; it must be between 0.1 and 3600", refusal.Message);
        refusal = await Assert.ThrowsAsync<BadInputException>(() => TestServer.StartAsync(options => options with { Rate = -1 }));
        Assert.Equal("setting 'rate': is -1; it must be between 1 and 1000000", refusal.Message);
    }

    [Theory]
    [InlineData(Infer, """{"coarse":[[1,-1.5],[3,4]],"external":[20,5,0,0,1,8,1]}""", "-1.5")]
    [InlineData(Infer, """{"coarse":[[1,2],[3,4]],"external":[20,-1.5,0,0,1,-99.5,1]}""", "-99.5")]
    [InlineData(Infer, """{"coarse":[[1,2],[3,4]],"time":-1.5}""", "-1.5")]
    [InlineData("/v2/models/plgf/infer", """{"inputs":[{"name":"coarse","shape":[1,-1],"datatype":"FP32","data":[1]}]}""", "[1, -1]")]
    [
        InlineData(
            "/v2/models/plgf/infer",
            """{"inputs":[{"name":"coarse","shape":[1],"datatype":"FP32","parameters":{"binary_data_size":-4}}]}""",
            "binary_data_size is -4")]
    public async Task Bodies_are_refused_in_the_same_words(string path, string body, string expected)
    {
        await using var server = await TestServer.StartAsync();
        Assert.Contains(expected, await (await server.PostAsync(path, body)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/datasets/town/cells/0/0?from=-5", "there is no frame -5")]
    [InlineData("/v1/datasets/town/cells/0/0?count=-5", "count is -5")]
    [InlineData("/v1/datasets/town/cells/0/0?channel=-5", "no channel -5")]
    [InlineData("/v1/live/frames/-5/fine", "frame -5 is not kept")]
    public async Task Addresses_are_refused_in_the_same_words(string path, string expected)
    {
        await using var server = await TestServer.StartAsync(withCity: true);
        using var answer = await server.Client.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Contains(expected, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("csv")]
    public async Task Answers_hold_the_same_numbers(string format)
    {
        await using var server = await TestServer.StartAsync();
        var answer = await server.PostAsync($"{Infer}?format={format}", TestServer.RequestBody());
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        Assert.DoesNotContain('~', text);
        Assert.Contains(".", text, StringComparison.Ordinal);
    }
}
