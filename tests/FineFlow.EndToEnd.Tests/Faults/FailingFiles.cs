using System.Runtime.CompilerServices;
using FineFlow.EndToEnd.Tests.Program;

namespace FineFlow.EndToEnd.Tests.Faults;

/// <summary>Runs the program with a file system that fails on purpose (failing_files.c), which a C compiler makes on the spot.</summary>
internal sealed class FailingFiles
{
    private readonly TemporaryFolder _folder;
    private readonly string _library;

    /// <summary>Skips the test where there is no compiler, or no way to load the library before all others.</summary>
    public FailingFiles(TemporaryFolder folder)
    {
        (_folder, _library) = (folder, folder.File("failing_files.so"));
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Compile(), "needs a C compiler (cc) and Linux, whose loader puts a library before all others");
    }

    /// <summary>Runs a command, of which the use of number <paramref name="at"/> of a file below a folder fails.</summary>
    /// <param name="fault">error, full or crash.</param>
    /// <param name="at">Counted from 0.</param>
    /// <param name="below">The folder.</param>
    /// <param name="command">The command's words.</param>
    /// <returns>What it left, and whether it came so far as to fail.</returns>
    public (Outcome Outcome, bool HasFailed) Run(string fault, int at, string below, params string[] command)
    {
        var hit = _folder.File("hit");
        File.Delete(hit);
        var outcome = Fineflow.RunProgram(
            Fineflow.Path,
            new()
            {
                ["LD_PRELOAD"] = _library,
                ["FAULT_FOLDER"] = below,
                ["FAULT"] = fault,
                ["FAULT_AT"] = $"{at}",
                ["FAULT_HIT"] = hit,
            },
            command);
        return (outcome, File.Exists(hit));
    }

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
