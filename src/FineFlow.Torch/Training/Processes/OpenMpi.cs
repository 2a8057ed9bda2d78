using System.Runtime.InteropServices;
using FineFlow.Core;

namespace FineFlow.Torch.Training.Processes;

/// <summary>
/// The functions of Open MPI's library that a group needs, by the names and types of <c>mpi.h</c> of Open MPI 4 and 5, whose binary
/// interface is the same. The library is looked for when this is created, and at no other time.
/// </summary>
internal sealed unsafe class OpenMpi
{
    /// <summary>The library. Others of MPI, such as MPICH's, have another number and another interface.</summary>
    public const string Library = "libmpi.so.40";

    private const int Success = 0;

    /// <summary>Calls come from one thread, and others run beside it: MPI_THREAD_FUNNELED.</summary>
    private const int OneThreadCalls = 1;

    private const int LongestText = 256;

    private readonly nint _library;
    private readonly nint _world;
    private readonly nint _byte;
    private readonly delegate* unmanaged<void*, int, nint, void*, int, nint, nint, int> _gather;
    private readonly delegate* unmanaged<void*, int, nint, void*, int, nint, nint, int> _exchange;

    /// <summary>Loads the library and starts MPI in this process.</summary>
    /// <exception cref="BadInputException">The library is missing, lacks something, or does not start.</exception>
    public OpenMpi()
    {
        if (!NativeLibrary.TryLoad(Library, out _library))
        {
            throw new BadInputException(
                Library,
                "was not found, though mpirun started this process as one of several; expected Open MPI 4 or 5 (Debian: openmpi-bin)");
        }

        (_world, _byte) = (Export("ompi_mpi_comm_world"), Export("ompi_mpi_byte"));
        _gather = (delegate* unmanaged<void*, int, nint, void*, int, nint, nint, int>)Export("MPI_Allgather");
        _exchange = (delegate* unmanaged<void*, int, nint, void*, int, nint, nint, int>)Export("MPI_Alltoall");
        Start();
    }

    /// <summary>Returns the number of processes.</summary>
    public int Size => Number("MPI_Comm_size");

    /// <summary>Returns this process's number, counted from 0.</summary>
    public int Rank => Number("MPI_Comm_rank");

    /// <summary>MPI_Allgather of bytes.</summary>
    public void Gather(ReadOnlySpan<byte> own, Span<byte> all)
    {
        fixed (byte* from = own, to = all)
        {
            Check(_gather(from, own.Length, _byte, to, own.Length, _byte, _world), "MPI_Allgather");
        }
    }

    /// <summary>MPI_Alltoall of bytes.</summary>
    /// <param name="outgoing">A block for each process.</param>
    /// <param name="incoming">A block from each process.</param>
    /// <param name="block">Bytes of a block.</param>
    public void Exchange(ReadOnlySpan<byte> outgoing, Span<byte> incoming, int block)
    {
        fixed (byte* from = outgoing, to = incoming)
        {
            Check(_exchange(from, block, _byte, to, block, _byte, _world), "MPI_Alltoall");
        }
    }

    /// <summary>Ends MPI in this process, once all others do.</summary>
    public void Finish() => Check(((delegate* unmanaged<int>)Export("MPI_Finalize"))(), "MPI_Finalize");

    private void Start()
    {
        int given;
        var start = (delegate* unmanaged<int*, byte***, int, int*, int>)Export("MPI_Init_thread");
        if (start(null, null, OneThreadCalls, &given) is not Success and var code)
        {
            throw new BadInputException(Library, $"does not start: MPI_Init_thread returns {code}");
        }

        if (given < OneThreadCalls)
        {
            throw new BadInputException(Library, "was built for programs of one thread; expected MPI_THREAD_FUNNELED");
        }

        // Without this, a failing call would end the process without a word of ours.
        var handle = (delegate* unmanaged<nint, nint, int>)Export("MPI_Comm_set_errhandler");
        Check(handle(_world, Export("ompi_mpi_errors_return")), "MPI_Comm_set_errhandler");
    }

    private nint Export(string name) => NativeLibrary.TryGetExport(_library, name, out var address)
        ? address
        : throw new BadInputException(Library, $"has no {name}; expected Open MPI 4 or 5");

    private int Number(string function)
    {
        int number;
        Check(((delegate* unmanaged<nint, int*, int>)Export(function))(_world, &number), function);
        return number;
    }

    private void Check(int code, string function)
    {
        if (code == Success)
        {
            return;
        }

        var text = stackalloc byte[LongestText];
        int length;
        var known = ((delegate* unmanaged<int, byte*, int*, int>)Export("MPI_Error_string"))(code, text, &length) == Success;
        var reason = known ? Marshal.PtrToStringUTF8((nint)text, length) : $"error {code}";
        throw new BadInputException(Library, $"{function} failed: {reason}; the other processes can no longer be reached");
    }
}
