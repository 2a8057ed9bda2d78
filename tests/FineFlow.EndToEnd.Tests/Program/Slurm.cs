using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace FineFlow.EndToEnd.Tests.Program;

/// <summary>
/// A Slurm of this machine alone, as the user who runs the tests: a controller and a node, on ports of their own and with all their files
/// in one folder, so that a Slurm of the system is not touched. It trusts every program of this machine.
/// </summary>
internal sealed class Slurm : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Dictionary<string, string?> _environment;
    private readonly List<RunningProgram> _services = [];

    /// <summary>Starts it.</summary>
    /// <param name="folder">A folder for its files.</param>
    public Slurm(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "state"));
        Directory.CreateDirectory(Path.Combine(folder, "spool"));
        var configuration = Path.Combine(folder, "slurm.conf");
        File.WriteAllText(configuration, Configuration(folder));
        _environment = new() { ["SLURM_CONF"] = configuration, ["FINEFLOW"] = Fineflow.Path };
        foreach (var service in new[] { "slurmctld", "slurmd" })
        {
            _services.Add(Fineflow.Start(Find(service)!, ["-D"], _environment));
        }

        WaitFor(() => Run("sinfo", "--noheader", "--format=%T") is { ExitCode: 0, Out: "idle\n" }, "the node does not come up");
    }

    /// <summary>Skips the test where Slurm is not installed.</summary>
    public static void Require() => Assert.SkipUnless(
        OperatingSystem.IsLinux() && new[] { "slurmctld", "slurmd", "sbatch" }.All(program => Find(program) is not null),
        "needs slurmctld, slurmd and sbatch (Debian: slurm-wlm)");

    /// <summary>Runs one of Slurm's programs to its end.</summary>
    public Outcome Run(string program, params string[] arguments) => Fineflow.RunProgram(program, _environment, arguments);

    /// <summary>Runs one of Slurm's programs that must succeed, and returns what it prints.</summary>
    public string RunWell(string program, params string[] arguments)
    {
        var outcome = Run(program, arguments);
        Assert.True(outcome.ExitCode == 0, $"exit code {outcome.ExitCode} of {program} {string.Join(' ', arguments)}: {outcome.Error}");
        return outcome.Out;
    }

    /// <summary>Waits for something to become true while Slurm runs.</summary>
    public void WaitFor(Func<bool> condition, string otherwise)
    {
        for (var clock = Stopwatch.StartNew(); !condition(); Thread.Sleep(100))
        {
            Assert.True(
                clock.Elapsed < Patience && _services.TrueForAll(service => service.Runs),
                $"{otherwise}; {string.Join("; ", _services.Select(service => service.Error))}");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Run("scancel", "--full", "--user", Environment.UserName);
        Run("scontrol", "shutdown");
        _services.ForEach(service => service.Finish());
        _services.ForEach(service => service.Dispose());
    }

    // A requeued job waits until its old credential has expired: seconds here, in place of two minutes.
    private static string Configuration(string folder) => $"""
        ClusterName=tests
        SlurmctldHost={Environment.MachineName}(127.0.0.1)
        SlurmctldPort={FreePort()}
        SlurmdPort={FreePort()}
        AuthType=auth/none
        CredType=cred/none
        AuthInfo=cred_expire=5
        SlurmUser={Environment.UserName}
        SlurmdUser={Environment.UserName}
        StateSaveLocation={folder}/state
        SlurmdSpoolDir={folder}/spool
        SlurmctldPidFile={folder}/controller.pid
        SlurmdPidFile={folder}/node.pid
        ProctrackType=proctrack/linuxproc
        TaskPlugin=task/none
        MpiDefault=none
        SelectType=select/cons_tres
        SelectTypeParameters=CR_Core
        ReturnToService=2
        NodeName={Environment.MachineName} NodeAddr=127.0.0.1 CPUs={Environment.ProcessorCount} State=UNKNOWN
        PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP

        """;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Services lie where an ordinary user's search path does not look.</summary>
    private static string? Find(string program) => $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/usr/local/sbin".Split(':')
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
