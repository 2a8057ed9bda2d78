using FineFlow.Core.Formats;
using FineFlow.EndToEnd.Tests.Program;

namespace FineFlow.EndToEnd.Tests.Refusals;

/// <summary>Disks that are full or read-only: small file systems in memory, mounted for the one process and gone with it.</summary>
public sealed class UnwritableDiskTests(TrainedRun trained) : IDisposable
{
    private const string Full = "size=64k", ReadOnly = "ro";
    private const string Listed = "--- listing";
    private readonly TemporaryFolder _folder = new();

    private string Disk => _folder.File("disk");

    [Theory]
    [InlineData(Full, "Y.npy", "No space left on device")]
    [InlineData(Full, "Y.csv", "No space left on device")]
    [InlineData(Full, "Y.nc", "No space left on device")]
    [InlineData(Full, "Y.parquet", "No space left on device")]
    [InlineData(ReadOnly, "Y.npy", "Read-only file system")]
    public void A_prediction_that_cannot_be_written_leaves_nothing(string options, string name, string words)
    {
        var input = _folder.File("X.npy");
        var external = _folder.File("ext.npy");
        const int Samples = 400;
        var random = new Random(1);
        NpyWriter.Write(input, [.. Enumerable.Range(0, Samples * 16).Select(_ => 30 + 10 * random.NextSingle())], Samples, 4, 4);
        NpyWriter.Write(external, new float[Samples * 7], Samples, 7);
        var (outcome, listing) = RunOnDisk(
            options, "predict", trained.Run, "--input", input, "--ext", external, "--output", Path.Combine(Disk, name));

        outcome.AssertRefused($"{name}: cannot be written", words);
        Assert.Empty(listing);
    }

    [Fact]
    public void A_training_without_room_for_its_state_keeps_what_is_whole()
    {
        var (outcome, listing) = RunOnDisk(Full, TinyPlgf.Train(trained.Data, Path.Combine(Disk, "run"), 1));

        Assert.Equal(2, outcome.ExitCode);
        var refusal = Assert.Single(outcome.Error.Split('\n'), line => line.StartsWith("fineflow: ", StringComparison.Ordinal));
        Assert.Contains("training.safetensors: cannot be written", refusal, StringComparison.Ordinal);
        Assert.Contains("No space left on device", refusal, StringComparison.Ordinal);
        Assert.Equal(["run", "run/.lock", "run/run.json", "run/state"], listing);
    }

    [Fact]
    public void A_training_on_a_read_only_disk_does_not_begin()
    {
        var (outcome, listing) = RunOnDisk(ReadOnly, TinyPlgf.Train(trained.Data, Path.Combine(Disk, "run"), 1));

        outcome.AssertRefused("run: cannot be written", "Read-only file system");
        Assert.Empty(listing);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Runs a command with a file system of its own at <see cref="Disk"/>; skips the test where none can be mounted.</summary>
    private (Outcome Outcome, string[] Listing) RunOnDisk(string options, params string[] arguments)
    {
        Directory.CreateDirectory(Disk);
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && InNamespace("true", options, []).ExitCode == 0,
            "no file system can be mounted here (tmpfs by unshare)");
        var script = $"\"$@\"; code=$?; echo '{Listed}'; cd '{Disk}'; find * -print 2>/dev/null; exit $code";
        var outcome = InNamespace(script, options, arguments);
        var parts = outcome.Out.Split($"{Listed}\n");
        return (outcome with { Out = parts[0] }, [.. parts[1].Split('\n', StringSplitOptions.RemoveEmptyEntries).Order()]);
    }

    private Outcome InNamespace(string script, string options, string[] arguments) => Fineflow.RunProgram(
        "unshare",
        [
            "--map-root-user", "--mount", "sh", "-c", $"mount -t tmpfs -o {options} none '{Disk}' || exit 99; {script}", "sh",
            Fineflow.Path, .. arguments,
        ]);
}
