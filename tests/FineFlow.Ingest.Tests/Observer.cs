namespace FineFlow.Ingest.Tests;

internal sealed class Observer : ITransferObserver
{
    public Action<Transfer>? Bytes { get; init; }

    public List<string> Notes { get; } = [];

    public void OnBytes(Transfer transfer) => Bytes?.Invoke(transfer);

    public void OnNote(string line) => Notes.Add(line);
}
