using System.Runtime.InteropServices;

namespace FineFlow.Cli.Terminal;

/// <summary>Ctrl-C and the polite kill: the first asks the work to stop and save, the second ends the program.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly string? _note;
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private readonly PosixSignalRegistration? _further;

    /// <param name="note">What the user is told at the first; null: nothing.</param>
    /// <param name="further">Another signal that asks the same; null: none.</param>
    public Interruption(string? note = "stopping after this step; once more to stop at once", PosixSignal? further = null)
    {
        _note = note;
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Ask);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Ask);
        _further = further is { } signal ? PosixSignalRegistration.Create(signal, Ask) : null;
    }

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _further?.Dispose();
        _source.Dispose();
    }

    private void Ask(PosixSignalContext context)
    {
        if (!_source.IsCancellationRequested)
        {
            context.Cancel = true;
            if (_note is not null)
            {
                Output.Note(_note);
            }

            _source.Cancel();
        }
    }
}
