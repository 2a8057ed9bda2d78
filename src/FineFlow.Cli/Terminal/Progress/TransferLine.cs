using FineFlow.Ingest;

namespace FineFlow.Cli.Terminal.Progress;

/// <summary>Work on bytes: the progress line, and a line that stays for every event and for everything that is done.</summary>
/// <param name="line">The progress line.</param>
internal sealed class TransferLine(IProgress<ProgressStep> line) : IProgress<Transfer>
{
    /// <inheritdoc/>
    public void Report(Transfer value)
    {
        var step = ProgressSteps.Of(value);
        if (value.Note is { } note)
        {
            Output.Note(note);
        }
        else if (value.Done == value.Total)
        {
            Output.Note($"{step}");
        }
        else
        {
            line.Report(step);
        }
    }
}
