using System.Diagnostics;
using System.Text;

namespace FineFlow.EndToEnd.Tests.Program;

/// <summary>A program that runs: its stderr can be watched and signals can be sent to it.</summary>
internal sealed class RunningProgram : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly Task<string> _out;
    private readonly Task _errorEnd;
    private readonly StringBuilder _error = new();

    public RunningProgram(Process process)
    {
        _process = process;
        _out = process.StandardOutput.ReadToEndAsync();
        _errorEnd = CollectError();
    }

    public int Id => _process.Id;

    public bool Runs => !_process.HasExited;

    /// <summary>Waits until a training is within an epoch, which its first line on a pipe tells.</summary>
    public void WaitForStep() => WaitFor(() => Error.Contains("  step ", StringComparison.Ordinal), "no step was reported", pause: 5);

    /// <summary>Waits for something to become true while the program runs.</summary>
    /// <param name="condition">What is waited for.</param>
    /// <param name="otherwise">What to say if the program ends before.</param>
    /// <param name="pause">Milliseconds between two looks.</param>
    public void WaitFor(Func<bool> condition, string otherwise, int pause)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(Runs && clock.Elapsed < Patience, $"{otherwise}; stderr: {Error}");
            Thread.Sleep(pause);
        }
    }

    /// <summary>Waits until something has happened, without a pause between, or the program has ended.</summary>
    public void WaitUntil(Task happened) => Assert.True(
        Task.WaitAny([happened, _process.WaitForExitAsync()], Patience) >= 0, $"the program does not come to an end; stderr: {Error}");

    /// <summary>Sends a signal by its name, as <c>kill</c> knows it.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Whether the program inherited that SIGINT is ignored; it then stays ignored, by convention.</summary>
    public bool IgnoresInterrupts()
    {
        const long interrupt = 1L << (2 - 1);
        var ignored = File.ReadLines($"/proc/{_process.Id}/status").Single(line => line.StartsWith("SigIgn:", StringComparison.Ordinal));
        return (Convert.ToInt64(ignored["SigIgn:".Length..].Trim(), 16) & interrupt) != 0;
    }

    /// <summary>Ends the program with SIGKILL, which it cannot notice. It must not have ended by itself before.</summary>
    public void Kill()
    {
        Assert.True(Runs, $"there is nothing left to kill; stderr: {Error}");
        _process.Kill();
        _process.WaitForExit();
        Assert.Equal(128 + 9, _process.ExitCode);
    }

    /// <summary>Waits for the program's own end.</summary>
    public Outcome Finish(TimeSpan? patience = null)
    {
        if (!_process.WaitForExit(patience ?? Patience))
        {
            _process.Kill();
            Assert.Fail($"the program does not come to an end; stderr: {Error}");
        }

        Task.WaitAll(_out, _errorEnd);
        return new(_process.ExitCode, _out.Result, Error);
    }

    public void Dispose()
    {
        if (Runs)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    /// <summary>What it has written to stderr so far.</summary>
    public string Error
    {
        get
        {
            lock (_error)
            {
                return _error.ToString();
            }
        }
    }

    private async Task CollectError()
    {
        var buffer = new char[1024];
        int count;
        while ((count = await _process.StandardError.ReadAsync(buffer)) > 0)
        {
            lock (_error)
            {
                _error.Append(buffer, 0, count);
            }
        }
    }
}
