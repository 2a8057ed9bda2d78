using FineFlow.Core;
using FineFlow.Host;
using Microsoft.Extensions.Configuration;

namespace FineFlow.AspNetCore.Tests.Settings;

/// <summary>The settings of <c>fineflow serve</c> from a file and the environment.</summary>
public sealed class ServeConfigurationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void All_kinds_of_settings_are_read()
    {
        var options = Read(
            """
            {"FineFlow": {"Models": "models", "Datasets": ["a", "b"], "url": "http://127.0.0.1:9000", "MaxBatch": 8, "Strict": true,
              "MaxBodyBytes": 5000000000, "TimeoutSeconds": 2.5, "RefreshInterval": "00:00:10", "TileUrl": "https://t.example/{z}/{x}/{y}"}}
            """);
        Assert.Equal(("models", "http://127.0.0.1:9000", 8, true), (options.Models, options.Url, options.MaxBatch, options.Strict));
        Assert.Equal((5_000_000_000, 2.5), (options.MaxBodyBytes, options.TimeoutSeconds));
        Assert.Equal(TimeSpan.FromSeconds(10), options.RefreshInterval);
        Assert.Equal(["a", "b"], options.Datasets);
        Assert.Equal(512, options.Connections);
    }

    [Fact]
    public void The_environment_goes_before_the_file()
    {
        var options = Read(
            """{"FineFlow": {"Rate": 5, "Queue": 300, "Datasets": ["a", "b"]}}""", ("FineFlow:Rate", "6"), ("FineFlow:Datasets:0", "c"));
        Assert.Equal((6, 300), (options.Rate, options.Queue));
        Assert.Equal(["c"], options.Datasets);
    }

    [Theory]
    [InlineData("""{"FineFlow": {"MaxBach": 8}}""", "serve.json: FineFlow:MaxBach: is unknown; known are ")]
    [InlineData("""{"FineFlow": {"MaxBatch": 8.5}}""", "serve.json: FineFlow:MaxBatch: is '8.5'; a whole number is expected")]
    [InlineData("""{"FineFlow": {"MaxBatch": null}}""", "serve.json: FineFlow:MaxBatch: is null; a whole number is expected")]
    [InlineData("""{"FineFlow": {"Url": {"Host": "x"}}}""", "serve.json: FineFlow:Url: is a group; a text is expected")]
    [InlineData("""{"FineFlow": {"Models": "a", "models": "b"}}""", "serve.json: is no file of settings: ")]
    [InlineData("""{"FineFlow": {}, "Logging": {}}""", "serve.json: holds 'Logging'; the section 'FineFlow' alone is expected")]
    [InlineData("""{"FineFlow": "models"}""", "serve.json: FineFlow: is 'models'; settings by name are expected")]
    [InlineData("[]", "serve.json: is no file of settings: ")]
    [InlineData("", "serve.json: is no file of settings: ")]
    [InlineData("a,b\n1,2\n", "serve.json: is no file of settings: ")]
    public void What_is_no_setting_is_refused_by_name(string json, string expected)
    {
        var refusal = Assert.Throws<BadInputException>(() => Read(json));
        Assert.StartsWith(Path.Combine(_folder.Path, expected), refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    [Fact]
    public void What_the_environment_holds_is_checked_as_well()
    {
        var refusal = Assert.Throws<BadInputException>(() => Read("{}", ("FineFlow:Rat", "6")));
        Assert.StartsWith("environment: FineFlow:Rat: is unknown; ", refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith("did you mean 'Rate'?", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("missing.json")]
    [InlineData(".")]
    public void A_file_that_cannot_be_read_is_told(string name)
    {
        var path = name.Length == 0 ? name : _folder.File(name);
        Assert.Contains("cannot be read", Assert.Throws<BadInputException>(() => ReadFile(path, [])).Message, StringComparison.Ordinal);
    }

    private static ServeOptions ReadFile(string path, IEnumerable<KeyValuePair<string, string?>> environment) =>
        ServeConfiguration.Read(path, new ConfigurationBuilder().AddInMemoryCollection(environment).Build());

    private ServeOptions Read(string json, params (string Key, string Value)[] environment)
    {
        File.WriteAllText(_folder.File("serve.json"), json);
        return ReadFile(_folder.File("serve.json"), environment.ToDictionary(entry => entry.Key, entry => (string?)entry.Value));
    }
}
