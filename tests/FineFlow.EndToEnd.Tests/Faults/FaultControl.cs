using System.IO.MemoryMappedFiles;

namespace FineFlow.EndToEnd.Tests.Faults;

/// <summary>What a program with failing files is told and tells: a file of four numbers that both have mapped (failing_files.c).</summary>
internal sealed class FaultControl : IDisposable
{
    private const int Uses = 0, At = 8, Kind = 16, Hits = 24, Length = 32;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _numbers;

    public FaultControl(string path)
    {
        Path = path;
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Create, null, Length);
        _numbers = _file.CreateViewAccessor();
        Disarm();
    }

    public string Path { get; }

    /// <summary>Uses of files that were counted since a fault was last set or taken away.</summary>
    public long Counted => _numbers.ReadInt64(Uses);

    /// <summary>Whether a use has failed since then.</summary>
    public bool HasFailed => _numbers.ReadInt64(Hits) > 0;

    /// <summary>Lets a use fail, counted from now on and from 0.</summary>
    public void Arm(Fault fault, long at) => Set(fault, at);

    /// <summary>Lets none fail, and counts those that a fault is about.</summary>
    public void Disarm(Fault fault = Fault.Error) => Set(fault, -1);

    public void Dispose()
    {
        _numbers.Dispose();
        _file.Dispose();
    }

    private void Set(Fault fault, long at)
    {
        _numbers.Write(At, -1L); // none, while the numbers are not yet all there
        _numbers.Write(Uses, 0L);
        _numbers.Write(Hits, 0L);
        _numbers.Write(Kind, (long)fault);
        _numbers.Write(At, at);
    }
}
