using System.Diagnostics;
using FineFlow.EndToEnd.Tests.Program;

namespace FineFlow.EndToEnd.Tests.Faults;

/// <summary>
/// Every use of a file fails once, in every command that writes what is to last: the command ends in one line that names a file, nothing
/// is torn, and the same command run again ends with the bytes of one that nothing has disturbed.
/// </summary>
public sealed class FileFaultTests(ITestOutputHelper output) : IDisposable
{
    private const string Error = "error", Full = "full", Crash = "crash";
    private const int Crashed = 137, Refused = 2;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Faults => [Error, Full, Crash];

    private string Disk => _folder.File("disk");

    private string Out => Path.Combine(Disk, "out");

    public void Dispose() => _folder.Dispose();

    [Theory(Explicit = true), Trait("Category", "Slow"), MemberData(nameof(Faults))]
    public void A_training(string fault)
    {
        var data = City.Write(Path.Combine(Disk, "data"), manifest: true);
        Survives(
            fault,
            TinyPlgf.Train(data, Out, epochs: 2),
            () => File.Exists(Path.Combine(Out, "run.json"))
                ? TinyPlgf.Train(data, Out, epochs: 2, "--resume")
                : TinyPlgf.Train(data, Out, epochs: 2),
            "model/weights.safetensors");
    }

    [Theory(Explicit = true), Trait("Category", "Slow"), MemberData(nameof(Faults))]
    public void A_file_laid_onto_a_grid(string fault)
    {
        Directory.CreateDirectory(Disk);
        string[] command = ["data", "grid", RawFiles.Events(Path.Combine(Disk, "events.csv")), .. RawFiles.GridOptions, "--out", Out];
        Survives(
            fault,
            command,
            () => Directory.Exists(Out) ? [.. command, "--overwrite"] : command,
            "train/X.npy", "test/Y.npy", "dataset.json");
    }

    [Theory(Explicit = true), Trait("Category", "Slow"), MemberData(nameof(Faults))]
    public void An_experiment(string fault)
    {
        var data = City.Write(Path.Combine(Disk, "data"), manifest: true);
        string[] command = ["experiment", "overall", "--data", data, "--models", "mean,ha", "--epochs", "1", "--seeds", "1", "--out", Out];
        Survives(fault, command, () => command, "table.md");
    }

    [Theory(Explicit = true), Trait("Category", "Slow"), MemberData(nameof(Faults))]
    public void A_new_version_of_a_served_model(string fault)
    {
        var (data, model) = (Path.Combine(Disk, "town"), Path.Combine(Disk, "model"));
        Fineflow.RunWell("data", "synth", "--preset", "tiny", "--out", data);
        Fineflow.RunWell("train", "--data", data, "--model", "kha", "--out", model);
        string[] command = ["refresh", model, "--data", data, "--out", Out];
        Survives(fault, command, () => command, "weights.safetensors", "history.npz");
    }

    /// <summary>Lets the first use of a file fail, the second, and so on, until the command comes to its end before.</summary>
    private void Survives(string fault, string[] command, Func<string[]> again, params string[] files)
    {
        var failing = new FailingFiles(_folder);
        Fineflow.RunProcessWell(command);
        var whole = files.Select(file => File.ReadAllBytes(Path.Combine(Out, file))).ToList();
        var (faults, clock) = (0, Stopwatch.StartNew());
        for (var hasFailed = true; hasFailed;)
        {
            Directory.Delete(Out, recursive: true);
            (var outcome, hasFailed) = failing.Run(fault, faults, Disk, command);
            var what = $"{fault} {faults} of {string.Join(' ', command)}";
            AssertOrderly(outcome, fault, hasFailed, what);
            if (outcome.ExitCode != 0)
            {
                var repaired = Fineflow.RunProgram(Fineflow.Path, again());
                Assert.True(repaired.ExitCode == 0, $"{what}, and then again: {repaired.Error}");
            }

            Assert.All(files.Zip(whole), pair => Assert.True(
                File.ReadAllBytes(Path.Combine(Out, pair.First)).SequenceEqual(pair.Second), $"{what}: {pair.First} has other bytes"));
            faults += hasFailed ? 1 : 0;
        }

        output.WriteLine($"{faults} faults '{fault}' in {string.Join(' ', command.Take(2))}, {clock.Elapsed.TotalSeconds:0} s");
        Assert.True(faults > 5, "hardly any use of a file was seen");
    }

    private static void AssertOrderly(Outcome outcome, string fault, bool hasFailed, string what)
    {
        if (hasFailed && fault == Crash)
        {
            Assert.True(outcome.ExitCode == Crashed, $"{what}: exit code {outcome.ExitCode}");
            return;
        }

        // A fault may also be without effect, as where a temporary file cannot be deleted.
        Assert.True(outcome.ExitCode is 0 || (hasFailed && outcome.ExitCode == Refused), $"{what}: {outcome.ExitCode}: {outcome.Error}");
        if (outcome.ExitCode == Refused)
        {
            var line = Assert.Single(outcome.Error.Split('\n'), line => line.StartsWith("fineflow: ", StringComparison.Ordinal));
            Assert.DoesNotContain("   at ", outcome.Error, StringComparison.Ordinal);
            Assert.Matches("/(out|data|town|model|events)", line);
        }
    }
}
