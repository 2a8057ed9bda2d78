using FineFlow.EndToEnd.Tests.Program;

namespace FineFlow.EndToEnd.Tests.Reports;

public sealed class ParityTests : IDisposable
{
    private const string Case = "plgf/x8-scaled";
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_single_case_is_the_object_itself()
    {
        var folder = Goldens.Path(Case);
        var report = Fineflow.RunWell("parity", folder, "--json").Json();

        Assert.Equal(folder, report.GetProperty("case").GetString());
        Assert.Equal("plgf", report.GetProperty("model").GetString());
        Assert.True(report.GetProperty("passed").GetBoolean());
        Assert.True(report.GetProperty("parameter_count").GetInt64() > 0);
        Assert.InRange(report.GetProperty("max_abs_error").GetDouble(), 0, 1e-2);
        Assert.InRange(report.GetProperty("max_rel_error").GetDouble(), 0, 1e-2);
        Assert.InRange(report.GetProperty("grad_max_rel_error").GetDouble(), 0, 1e-1);
        foreach (var figure in new[] { "max_abs_error", "max_rel_error", "grad_max_rel_error" })
        {
            var paths = new[] { "plain", "shipped" }.Select(path => report.GetProperty(path).GetProperty(figure).GetDouble());
            Assert.Equal(paths.Max(), report.GetProperty(figure).GetDouble());
        }
    }

    [Fact]
    public void Of_several_cases_one_that_fails_fails_the_check()
    {
        var golden = Goldens.Path(Case);
        var damaged = Spoil(golden);
        var outcome = Fineflow.Run("parity", golden, damaged, "--json");
        var report = outcome.Json();

        Assert.Equal(1, outcome.ExitCode);
        Assert.False(report.GetProperty("passed").GetBoolean());
        Assert.Equal(1, report.GetProperty("cases_passed").GetInt32());
        Assert.Equal(1, report.GetProperty("cases_failed").GetInt32());
        Assert.Equal([true, false], report.GetProperty("cases").EnumerateArray().Select(c => c.GetProperty("passed").GetBoolean()));
    }

    [Fact]
    public void A_failure_is_named_for_people()
    {
        var damaged = Spoil(Goldens.Path(Case));
        var outcome = Fineflow.Run("parity", damaged);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains($"{damaged}: plain path: the output is out of tolerance", outcome.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_truncated_case_is_refused()
    {
        var copy = Copy(Goldens.Path(Case));
        using (var file = File.OpenWrite(Path.Combine(copy, "weights.safetensors")))
        {
            file.SetLength(file.Length - 1);
        }

        Fineflow.Run("parity", copy).AssertRefused("weights.safetensors", "bytes");
    }

    [Fact]
    public void A_folder_that_is_no_case_is_refused() =>
        Fineflow.Run("parity", _folder.Path).AssertRefused(_folder.Path, "case.json is missing");

    public void Dispose() => _folder.Dispose();

    /// <summary>A case whose weights are not those that gave its output.</summary>
    private string Spoil(string golden)
    {
        var copy = Copy(golden);
        var path = Path.Combine(copy, "weights.safetensors");
        var bytes = File.ReadAllBytes(path);
        Array.Clear(bytes, bytes.Length / 2, bytes.Length / 4);
        File.WriteAllBytes(path, bytes);
        return copy;
    }

    private string Copy(string golden)
    {
        var copy = _folder.File("case");
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.GetFiles(golden))
        {
            File.WriteAllBytes(Path.Combine(copy, Path.GetFileName(file)), File.ReadAllBytes(file));
        }

        return copy;
    }
}
