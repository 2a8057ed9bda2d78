using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FineFlow.EndToEnd.Tests.Program;

namespace FineFlow.EndToEnd.Tests.Faults;

/// <summary>
/// Versions are swapped while uses of their files fail: the operator hears of it in one line, callers are answered all along by the
/// version before, and the next load is well.
/// </summary>
public sealed partial class RegistryFaultTests(TrainedRun trained, ITestOutputHelper output) : IDisposable
{
    private const string AnyPort = "http://127.0.0.1:0";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Explicit = true), Trait("Category", "Slow")]
    public async Task Callers_do_not_notice_faults_of_a_load()
    {
        var clock = Stopwatch.StartNew();
        foreach (var version in new[] { "1", "2" })
        {
            trained.CopyTo(_folder.File($"disk/models/tiny/{version}"));
        }

        using var files = new FailingFiles(_folder.File("tools"), _folder.File("disk"));
        using var server = files.Start(
            "serve", "--models", _folder.File("disk/models"), "--url", AnyPort, "--admin-url", AnyPort, "--rate", "1000000");
        server.WaitFor(() => Address().IsMatch(server.Error), "it does not say where it serves", pause: 20);
        var addresses = Address().Match(server.Error);
        using var callers = new HttpClient { BaseAddress = new(addresses.Groups[1].Value) };
        using var operators = new HttpClient { BaseAddress = new(addresses.Groups[2].Value) };

        // The version before stays at hand: once both have been there, a load takes as many uses as the next.
        foreach (var version in new[] { "1", "2", "1" })
        {
            await LoadAsync(operators, version, HttpStatusCode.OK);
        }

        files.Control.Disarm();
        await LoadAsync(operators, "2", HttpStatusCode.OK);
        var (uses, failed, refused, loads) = (files.Control.Counted, 0, 0, FileFaultTests.Most);
        Assert.True(uses > 5, "hardly any use of a file was seen");
        await LoadAsync(operators, "1", HttpStatusCode.OK);
        for (var fault = 0; fault < loads; fault++)
        {
            files.Control.Arm(Fault.Error, fault % uses);
            var state = await LoadAsync(operators, "2");
            failed += files.Control.HasFailed ? 1 : 0;
            refused += state is null ? 1 : 0;
            await InferAsync(callers);

            files.Control.Disarm();
            await LoadAsync(operators, "2", HttpStatusCode.OK);
            await LoadAsync(operators, "1", HttpStatusCode.OK);
        }

        Assert.True(failed > loads / 2, $"only {failed} of {loads} uses have come");
        server.Signal("TERM");
        Assert.Equal(0, server.Finish().ExitCode);
        output.WriteLine(
            $"{failed} faults among the {uses} uses of files of a load, {refused} loads refused, no answer missing, "
                + $"in {clock.Elapsed.TotalSeconds:0} s");
    }

    /// <summary>Asks for a version; returns the models, or null where the load was refused in one line.</summary>
    private static async Task<JsonNode?> LoadAsync(HttpClient operators, string version, HttpStatusCode? expected = null)
    {
        using var answer = await operators.PostAsJsonAsync("/admin/models/tiny/load", new { version });
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.True(expected is null || answer.StatusCode == expected, body.ToJsonString());
        if (answer.IsSuccessStatusCode)
        {
            Assert.Equal(version, $"{body["labels"]!["stable"]}");
            return body;
        }

        Assert.DoesNotContain('\n', $"{body["detail"]}");
        return null;
    }

    private static async Task InferAsync(HttpClient callers)
    {
        var coarse = Enumerable.Range(0, City.Coarse).Select(row => Enumerable.Repeat(row * 10f, City.Coarse));
        var body = new { coarse, external = new[] { 20, 5, 0, 0, 1, 8, 1 } };
        using var answer = await callers.PostAsJsonAsync("/v1/models/tiny/infer", body);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [GeneratedRegex(@"FineFlow serves tiny at (http://127\.0\.0\.1:\d+/), management at (http://127\.0\.0\.1:\d+/)")]
    private static partial Regex Address();
}
