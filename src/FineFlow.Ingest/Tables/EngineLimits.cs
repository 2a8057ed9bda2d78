namespace FineFlow.Ingest.Tables;

/// <summary>Limits of memory and threads for reading tables. Larger data go to the system's temporary folder.</summary>
public sealed record EngineLimits
{
    private const int MostThreads = 8;

    /// <summary>Memory of the table engine in megabytes, at least 128. The counted maps need further memory.</summary>
    public int MemoryMegabytes { get; init; } = 1024;

    /// <summary>Threads that read and sort; by default one for each processor, at most eight.</summary>
    public int Threads { get; init; } = Math.Min(Environment.ProcessorCount, MostThreads);

    internal void Validate()
    {
        if (MemoryMegabytes is < 128 or > 1 << 20)
        {
            throw new Core.BadInputException("memory limit", $"{MemoryMegabytes} MB; 128 to {1 << 20} are expected")
            { Setting = nameof(MemoryMegabytes) };
        }

        if (Threads is < 1 or > 256)
        {
            throw new Core.BadInputException("threads", $"{Threads}; 1 to 256 are expected") { Setting = nameof(Threads) };
        }
    }
}
