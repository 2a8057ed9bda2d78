using System.Security.Cryptography;
using FineFlow.EndToEnd.Tests.Program;

namespace FineFlow.EndToEnd.Tests.Faults;

/// <summary>One command in a folder of its own, run again and again.</summary>
internal sealed class FaultTrial : IDisposable
{
    private const int Crashed = 137, Refused = 2;

    private readonly FailingFiles _files;
    private readonly FaultyCommand _command;
    private readonly string _out;
    private readonly List<byte[]> _whole;
    private readonly Dictionary<string, string> _input;

    public FaultTrial(string tools, string disk, FaultyCommand command)
    {
        (_files, _command, _out) = (new(tools, disk), command, FaultyCommand.Out(disk));
        _input = Directory.GetFiles(disk, "*", SearchOption.AllDirectories).ToDictionary(path => path, Hash);
        Fineflow.RunProcessWell(command.First);
        _whole = [.. command.Results.Select(file => File.ReadAllBytes(Path.Combine(_out, file)))];
    }

    public long CountUses(Fault fault)
    {
        Clear();
        _files.Control.Disarm(fault);
        Assert.Equal(0, _files.Run(_command.First).ExitCode);
        return _files.Control.Counted;
    }

    /// <summary>Returns the exit code; -1 where the command came to its end before the use that was to fail.</summary>
    public int Run(Fault fault, long at, string what)
    {
        Clear();
        _files.Control.Arm(fault, at);
        var outcome = _files.Run(_command.First);
        var hasFailed = _files.Control.HasFailed;
        AssertOrderly(outcome, fault, hasFailed, what);
        AssertNotTorn(what, mayBeMissing: outcome.ExitCode != 0 && !_command.Replaces);
        if (outcome.ExitCode != 0)
        {
            var again = Fineflow.RunProgram(Fineflow.Path, _command.Again());
            Assert.True(again.ExitCode == 0, $"{what}: {outcome.Error}\nand then again: {again.Error}");
            AssertNotTorn($"{what}, and then again", mayBeMissing: false);
        }

        return hasFailed ? outcome.ExitCode : -1;
    }

    public void AssertInputUnchanged() => Assert.All(_input, file => Assert.Equal(file.Value, Hash(file.Key)));

    public void Dispose() => _files.Dispose();

    private void Clear()
    {
        if (!_command.Replaces && Directory.Exists(_out))
        {
            Directory.Delete(_out, recursive: true);
        }
    }

    private static void AssertOrderly(Outcome outcome, Fault fault, bool hasFailed, string what)
    {
        if (hasFailed && fault == Fault.Crash)
        {
            Assert.True(outcome.ExitCode == Crashed, $"{what}: exit code {outcome.ExitCode}");
            return;
        }

        // A fault may also be without effect, as where a temporary file cannot be deleted.
        Assert.True(outcome.ExitCode == 0 || (hasFailed && outcome.ExitCode == Refused), $"{what}: {outcome.ExitCode}: {outcome.Error}");
        if (outcome.ExitCode == Refused)
        {
            Assert.Single(outcome.Error.Split('\n'), line => line.StartsWith("fineflow: ", StringComparison.Ordinal));
            Assert.DoesNotContain("   at ", outcome.Error, StringComparison.Ordinal);
        }
    }

    private void AssertNotTorn(string what, bool mayBeMissing) => Assert.All(_command.Results.Zip(_whole), pair =>
    {
        var path = Path.Combine(_out, pair.First);
        var isThere = File.Exists(path);
        Assert.True(isThere || mayBeMissing, $"{what}: {pair.First} is missing");
        Assert.True(!isThere || File.ReadAllBytes(path).SequenceEqual(pair.Second), $"{what}: {pair.First} has other bytes");
    });

    private static string Hash(string path) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)));
}
