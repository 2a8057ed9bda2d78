using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using FineFlow.EndToEnd.Tests.Program;

namespace FineFlow.EndToEnd.Tests.Serving;

public sealed partial class ServeTests(TrainedRun trained) : IDisposable
{
    private const string AnyPort = "http://127.0.0.1:0";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_run_is_served_until_the_program_is_asked_to_stop()
    {
        trained.CopyTo(_folder.File("models/tiny"));
        using var server = Fineflow.Start(
            "serve", "--models", _folder.File("models"), "--data", trained.Data, "--url", AnyPort, "--admin-url", AnyPort);
        server.WaitFor(() => Address().IsMatch(server.Error), "it does not say where it serves", pause: 20);
        using var client = new HttpClient { BaseAddress = new Uri(Address().Match(server.Error).Groups[1].Value) };

        var coarse = Enumerable.Range(0, City.Coarse).Select(row => Enumerable.Repeat(row * 10f, City.Coarse));
        var answer = await client.PostAsJsonAsync("/v1/models/tiny/infer", new { coarse, external = new[] { 20, 5, 0, 0, 1, 8, 1 } });
        var map = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("fine")[0];
        var fine = map.EnumerateArray().SelectMany(row => row.EnumerateArray().Select(cell => cell.GetSingle()));
        Assert.Equal(coarse.Sum(row => row.Sum()), fine.Sum(), 1e-2f);
        Assert.Contains("\"data\"", await client.GetStringAsync(new Uri("/v1/datasets", UriKind.Relative)), StringComparison.Ordinal);

        server.Signal("TERM");
        var outcome = server.Finish();
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Out));
        Assert.All(
            outcome.Error.Split('\n').Where(line => line.StartsWith('{')),
            line => Assert.Equal("Information", JsonDocument.Parse(line).RootElement.GetProperty("LogLevel").GetString()));
    }

    [Fact]
    public void What_cannot_be_served_is_refused_before_anything_listens()
    {
        trained.CopyTo(_folder.File("models/tiny"));
        var models = _folder.File("models");
        Fineflow.Run("serve").AssertRefused("--models and --demo");
        Fineflow.Run("serve", "--models", _folder.File("none")).AssertRefused("is not a folder");
        Fineflow.Run("serve", "--models", trained.Data, "--admin-url", AnyPort).AssertRefused("holds no model bundle");
        Fineflow.Run("serve", "--models", models, "--data", models).AssertRefused("is no dataset");
        Fineflow.Run("serve", "--models", models, "--url", "http://0.0.0.0:0").AssertRefused("setting 'url'", "option --api-key-file");
        Fineflow.Run("serve", "--models", models, "--url", "https://127.0.0.1:0").AssertRefused("option --tls-cert");
        Fineflow.Run("serve", "--models", models, "--admin-url", "http://0.0.0.0:0")
            .AssertRefused("setting 'admin_url'", "option --api-key-file");
        Fineflow.Run("serve", "--models", models, "--grpc-url", "8082").AssertRefused("setting 'grpc_url'", "option --grpc-url");
        Fineflow.Run("serve", "--models", models, "--queue", "0").AssertRefused("option --queue");
        Fineflow.Run("serve", "--models", models, "--timeout", "0").AssertRefused("option --timeout");
        Fineflow.Run("serve", "--models", models, "--proxy", "somewhere").AssertRefused("option --proxy", "10.0.0.0/8");
    }

    [Fact]
    public void A_second_server_on_a_taken_address_ends_with_one_line_that_names_it_and_the_option()
    {
        trained.CopyTo(_folder.File("models/tiny"));
        var models = _folder.File("models");
        using var first = Fineflow.Start("serve", "--models", models, "--url", AnyPort);
        first.WaitFor(() => Address().IsMatch(first.Error), "it does not say where it serves", pause: 20);
        var url = Address().Match(first.Error).Groups[1].Value.TrimEnd('/');

        Fineflow.Run("serve", "--models", models, "--url", url).AssertRefused(url, "another program has it", "--url");
        Fineflow.Run("serve", "--models", models, "--url", AnyPort, "--admin-url", url)
            .AssertRefused(url, "another program has it", "--admin-url");

        using var second = Fineflow.Start("serve", "--models", models, "--url", AnyPort);
        second.WaitFor(() => Address().IsMatch(second.Error), "a second server does not run beside the first", pause: 20);
        foreach (var server in new[] { first, second })
        {
            server.Signal("TERM");
            Assert.Equal(0, server.Finish().ExitCode);
        }
    }

    [GeneratedRegex(@"FineFlow serves tiny at (http://127\.0\.0\.1:\d+/)")]
    private static partial Regex Address();
}
