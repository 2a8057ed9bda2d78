using FineFlow.EndToEnd.Tests.Program;

namespace FineFlow.EndToEnd.Tests.Experiments;

/// <summary>Several processes count the parts of a planned gridding.</summary>
public sealed class GridWorkerTests : IDisposable
{
    private const int Files = 6;

    private readonly TemporaryFolder _folder = new();
    private readonly string[] _what;

    public GridWorkerTests() => _what =
    [
        .. Enumerable.Range(0, Files).Select(file => RawFiles.Events(_folder.File($"events-{file}.csv"))), .. RawFiles.GridOptions,
    ];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Parts_of_a_killed_process_are_counted_by_another_and_the_dataset_is_that_of_one_process()
    {
        var (plan, alone, shared) = (_folder.File("plan"), _folder.File("alone/city"), _folder.File("shared/city"));
        Fineflow.RunWell(["data", "grid", .. _what, "--out", alone]);
        Fineflow.RunWell(["data", "grid", "plan", .. _what, "--out", plan, "--slurm", "--cpus", "1"]);
        Assert.Contains("--array=1-6", File.ReadAllText(Path.Combine(plan, "grid.slurm")), StringComparison.Ordinal);

        using (var victim = Fineflow.Start("data", "grid", "run", plan, "--threads", "1"))
        {
            victim.WaitFor(() => Directory.Exists(Path.Combine(plan, "leases")), "no part was begun", pause: 1);
            victim.Kill();
        }

        Fineflow.Run("data", "grid", "collect", plan, "--out", shared).AssertRefused("not counted yet");
        var outcome = Fineflow.RunWell("data", "grid", "run", plan, "--expiry", "2");
        Assert.Contains("6 of 6 parts are counted", outcome.Out, StringComparison.Ordinal);
        Fineflow.RunWell("data", "grid", "collect", plan, "--out", shared);

        var files = Directory.EnumerateFiles(alone, "*", SearchOption.AllDirectories).ToList();
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.Equal(
            File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(shared, Path.GetRelativePath(alone, file)))));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(plan, "leases")));
    }
}
