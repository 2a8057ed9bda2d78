using System.Diagnostics;
using System.Globalization;
using FineFlow.Core.Tables;
using FineFlow.Ingest;

namespace FineFlow.Cli.Terminal;

/// <summary>Progress of work on bytes on stderr: one line that is rewritten (in a terminal) or, in a pipe, a line now and then.</summary>
internal sealed class TransferProgress : IProgress<Transfer>
{
    private static readonly TimeSpan TerminalInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PipeInterval = TimeSpan.FromSeconds(30);

    private readonly bool _terminal = !Console.IsErrorRedirected;
    private readonly Stopwatch _sinceLine = Stopwatch.StartNew();
    private bool _open;

    public void Report(Transfer value)
    {
        if (value.Note is { } note)
        {
            Write(note, rewrite: false);
        }
        else
        {
            ShowBytes(value);
        }
    }

    private void ShowBytes(Transfer transfer)
    {
        var done = transfer.Done == transfer.Total;
        if (!done && _sinceLine.Elapsed < (_terminal ? TerminalInterval : PipeInterval))
        {
            return;
        }

        _sinceLine.Restart();
        Write(Text(transfer), rewrite: !done);
    }

    private static string Text(Transfer transfer)
    {
        var total = transfer.Total is { } bytes ? string.Create(CultureInfo.InvariantCulture, $" of {bytes / 1e6:F1}") : "";
        var left = transfer.SecondsLeft is { } seconds and > 0 ? $"  {NumberText.Duration(seconds)} left" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{transfer.What}: {transfer.Done / 1e6:F1}{total} MB  {transfer.BytesPerSecond / 1e6:F1} MB/s{left}");
    }

    private void Write(string line, bool rewrite)
    {
        if (!_terminal)
        {
            Console.Error.WriteLine(line);
            return;
        }

        Console.Error.Write($"{(_open ? "\r\e[K" : "")}{line}{(rewrite ? "" : "\n")}");
        _open = rewrite;
    }
}
