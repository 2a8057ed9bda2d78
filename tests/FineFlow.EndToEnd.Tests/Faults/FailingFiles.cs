using System.Runtime.CompilerServices;
using FineFlow.EndToEnd.Tests.Program;

namespace FineFlow.EndToEnd.Tests.Faults;

/// <summary>Starts the program with a file system that fails on purpose (failing_files.c), which a C compiler makes on the spot.</summary>
internal sealed class FailingFiles : IDisposable
{
    private readonly string _library;

    /// <summary>Skips the test where there is no compiler, or no way to load the library before all others.</summary>
    /// <param name="folder">Where the library and the control file go, outside of the folder whose files fail.</param>
    /// <param name="below">The folder whose files fail.</param>
    public FailingFiles(string folder, string below)
    {
        (_library, Below) = (Path.Combine(folder, "failing_files.so"), below);
        Directory.CreateDirectory(folder);
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Compile(), "needs a C compiler (cc) and Linux, whose loader puts a library before all others");
        Control = new(Path.Combine(folder, "control"));
    }

    public FaultControl Control { get; }

    private string Below { get; }

    /// <summary>Starts a command, whose fault <see cref="Control"/> sets.</summary>
    public RunningProgram Start(params string[] command) => Fineflow.Start(
        Fineflow.Path,
        command,
        new() { ["LD_PRELOAD"] = _library, ["FAULT_FOLDER"] = Below, ["FAULT_CONTROL"] = Control.Path });

    /// <summary>Runs a command to its end.</summary>
    public Outcome Run(params string[] command)
    {
        using var running = Start(command);
        return running.Finish();
    }

    public void Dispose() => Control.Dispose();

    private bool Compile([CallerFilePath] string here = "")
    {
        var source = Path.Combine(Path.GetDirectoryName(here)!, "failing_files.c");
        try
        {
            return Fineflow.RunProgram("cc", "-shared", "-fPIC", "-O1", "-o", _library, source, "-ldl").ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // no such program
        }
    }
}
