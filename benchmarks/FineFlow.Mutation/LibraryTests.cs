using System.Diagnostics;

namespace FineFlow.Mutation;

/// <summary>The tests of a library, in a copy of their folder into which other builds of the library are put.</summary>
internal sealed class LibraryTests
{
    private readonly string _program;
    private TimeSpan? _limit;

    /// <summary>Copies the folder of the tests as the last build left it.</summary>
    public LibraryTests(string library)
    {
        var source = Path.GetFullPath(Path.Combine("artifacts", "bin", $"{library}.Tests", "release"));
        var copy = Path.GetFullPath(Path.Combine("artifacts", "mutation", library));
        if (Directory.Exists(copy))
        {
            Directory.Delete(copy, recursive: true);
        }

        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        _program = Path.Combine(copy, $"{library}.Tests");
        Assembly = Path.Combine(copy, $"{library}.dll");
    }

    /// <summary>Where the tests take the library from.</summary>
    public string Assembly { get; }

    /// <summary>Runs the tests until one fails. Tests that take five times the first run and ten seconds more have failed.</summary>
    public bool Pass()
    {
        var watch = Stopwatch.StartNew();
        var start = new ProcessStartInfo(_program, ["--stop-on-fail", "on", "--progress", "off"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DOTNET_TieredPGO"] = "0" }, // a run is too short to profit from it
        };
        using var run = Process.Start(start)!;
        run.OutputDataReceived += (_, _) => { };
        run.ErrorDataReceived += (_, _) => { };
        run.BeginOutputReadLine();
        run.BeginErrorReadLine();
        if (!run.WaitForExit(_limit ?? TimeSpan.FromMinutes(10)))
        {
            run.Kill(entireProcessTree: true);
            return false;
        }

        _limit ??= (watch.Elapsed * 5) + TimeSpan.FromSeconds(10);
        return run.ExitCode == 0;
    }
}
