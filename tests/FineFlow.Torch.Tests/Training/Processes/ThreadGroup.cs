using FineFlow.Torch.Training.Processes;

namespace FineFlow.Torch.Tests.Training.Processes;

/// <summary>A process of a group whose processes are threads of this one.</summary>
internal sealed class ThreadGroup : IProcessGroup
{
    private readonly Meeting _meeting;

    private ThreadGroup(int rank, Meeting meeting) => (Rank, _meeting) = (rank, meeting);

    public int Rank { get; }

    public int WorldSize => _meeting.Sent.Length;

    /// <summary>Does the work of every process. If one fails, the others are ended, and its failure is thrown.</summary>
    public static void Run(int size, Action<IProcessGroup> work)
    {
        using var meeting = new Meeting(size);
        var failures = new Exception?[size];
        var threads = Enumerable.Range(0, size).Select(rank => new Thread(() =>
        {
            try
            {
                work(new ThreadGroup(rank, meeting));
            }
            catch (Exception failure)
            {
                failures[rank] = failure;
                meeting.Lost.Cancel();
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        if (failures.OfType<Exception>().OrderBy(failure => failure is OperationCanceledException).FirstOrDefault() is { } first)
        {
            throw first;
        }
    }

    public void Gather(ReadOnlySpan<byte> own, Span<byte> all)
    {
        Send(own);
        for (var rank = 0; rank < WorldSize; rank++)
        {
            _meeting.Sent[rank].CopyTo(all[(rank * own.Length)..]);
        }

        _meeting.Wait();
    }

    public void Exchange(ReadOnlySpan<byte> outgoing, Span<byte> incoming)
    {
        var block = outgoing.Length / WorldSize;
        Send(outgoing);
        for (var rank = 0; rank < WorldSize; rank++)
        {
            _meeting.Sent[rank].AsSpan(Rank * block, block).CopyTo(incoming[(rank * block)..]);
        }

        _meeting.Wait();
    }

    public void Leave() => _meeting.Wait();

    private void Send(ReadOnlySpan<byte> bytes)
    {
        _meeting.Sent[Rank] = bytes.ToArray();
        _meeting.Wait();
    }

    /// <summary>What the processes sent last, and where they wait for each other.</summary>
    private sealed class Meeting(int size) : IDisposable
    {
        private readonly Barrier _barrier = new(size);

        public byte[][] Sent { get; } = new byte[size][];

        /// <summary>Cancelled when a process is lost.</summary>
        public CancellationTokenSource Lost { get; } = new();

        public void Wait() => _barrier.SignalAndWait(Lost.Token);

        public void Dispose()
        {
            _barrier.Dispose();
            Lost.Dispose();
        }
    }
}
