namespace FineFlow.Ingest.Tests;

/// <summary>Records what a transfer reports, at once.</summary>
internal sealed class Observer : IProgress<Transfer>
{
    public Action<Transfer>? Bytes { get; init; }

    public List<string> Notes { get; } = [];

    public void Report(Transfer value)
    {
        if (value.Note is { } note)
            Notes.Add(note);
        else
            Bytes?.Invoke(value);
    }
}
