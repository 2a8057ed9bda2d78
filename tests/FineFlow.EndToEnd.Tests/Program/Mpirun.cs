using System.Diagnostics;

namespace FineFlow.EndToEnd.Tests.Program;

/// <summary>The built program, started several times by Open MPI's <c>mpirun</c>, on this machine.</summary>
internal static class Mpirun
{
    private const string Name = "mpirun";

    /// <summary>Tests run as root in containers, on fewer cores than processes.</summary>
    private static readonly Dictionary<string, string?> Environment = new()
    {
        ["OMPI_ALLOW_RUN_AS_ROOT"] = "1",
        ["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"] = "1",
    };

    private static readonly Lazy<bool> Exists = new(IsOpenMpi);

    /// <summary>Skips the test where Open MPI is not installed.</summary>
    public static void Require() => Assert.SkipUnless(
        Exists.Value, "needs the mpirun of Open MPI 4 or 5 (Debian: openmpi-bin)");

    /// <summary>Starts a command as several processes.</summary>
    public static RunningProgram Start(int processes, params string[] arguments) => Fineflow.Start(
        Name, ["--oversubscribe", "--bind-to", "none", "-n", $"{processes}", Fineflow.Path, .. arguments], Environment);

    /// <summary>Runs a command to its end.</summary>
    public static Outcome Run(int processes, params string[] arguments)
    {
        using var running = Start(processes, arguments);
        return running.Finish();
    }

    /// <summary>Runs a command that must succeed.</summary>
    public static Outcome RunWell(int processes, params string[] arguments)
    {
        var outcome = Run(processes, arguments);
        Assert.True(outcome.ExitCode == 0, $"exit code {outcome.ExitCode} of {processes} processes: {outcome.Error}");
        return outcome;
    }

    /// <summary>Ends one of the processes with SIGKILL.</summary>
    public static void Kill(RunningProgram mpirun, int rank)
    {
        var children = File.ReadAllText($"/proc/{mpirun.Id}/task/{mpirun.Id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var child = children.Single(id =>
            File.ReadAllText($"/proc/{id}/environ").Split('\0').Contains($"OMPI_COMM_WORLD_RANK={rank}"));
        using var process = Process.GetProcessById(int.Parse(child, null));
        process.Kill();
    }

    private static bool IsOpenMpi()
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        try
        {
            return Fineflow.RunProgram(Name, "--version").Out.Contains("Open MPI", StringComparison.Ordinal);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
