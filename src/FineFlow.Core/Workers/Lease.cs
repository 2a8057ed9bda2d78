using System.Diagnostics;

namespace FineFlow.Core.Workers;

/// <summary>
/// A task that this process has. A thread of its own changes the file, so that others see that the process lives, and looks for the next
/// lease of the task: where there is one, another process took this one for dead, as after a long sleep.
/// </summary>
internal sealed class Lease : IDisposable
{
    private const int ChangesInExpiry = 6;

    private readonly string _path, _next;
    private readonly TimeSpan _expiry;
    private readonly ManualResetEventSlim _end = new();
    private readonly CancellationTokenSource _lost = new();
    private readonly Thread _thread;

    internal Lease(string path, string next, TimeSpan expiry)
    {
        (_path, _next, _expiry) = (path, next, expiry);
        _thread = new(Keep) { IsBackground = true, Name = "lease" };
        _thread.Start();
    }

    /// <summary>Cancelled when another process has taken the task, or the file cannot be changed any more.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Gives the task back.</summary>
    public void Dispose()
    {
        _end.Set();
        _thread.Join();
        if (!_lost.IsCancellationRequested)
        {
            _ = TryWrite(Leases.Released);
        }

        _end.Dispose();
        _lost.Dispose();
    }

    private void Keep()
    {
        var last = Stopwatch.GetTimestamp();
        for (var change = 1; ; change++)
        {
            if (TryWrite(Holder.Here.ToContent(change)))
            {
                last = Stopwatch.GetTimestamp();
            }

            if (File.Exists(_next) || Stopwatch.GetElapsedTime(last) > _expiry)
            {
                _lost.Cancel();
                return;
            }

            if (_end.Wait(_expiry / ChangesInExpiry))
            {
                return;
            }
        }
    }

    private bool TryWrite(string content)
    {
        try
        {
            File.WriteAllText(_path, content);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
