using FineFlow.Core;

namespace FineFlow.Torch.Training.Processes;

/// <summary>The processes that one <c>mpirun</c> of Open MPI started. When one is lost, mpirun ends the others.</summary>
internal sealed class OpenMpiGroup : IProcessGroup
{
    private readonly OpenMpi _mpi;

    private OpenMpiGroup(OpenMpi mpi) => (_mpi, Rank, WorldSize) = (mpi, mpi.Rank, mpi.Size);

    /// <inheritdoc/>
    public int Rank { get; }

    /// <inheritdoc/>
    public int WorldSize { get; }

    /// <summary>Joins the group, once all its processes do. The calling thread is the one that makes all further calls.</summary>
    /// <param name="launched">What mpirun says of this process.</param>
    /// <exception cref="BadInputException">Open MPI is missing, does not start, or knows of other processes.</exception>
    public static OpenMpiGroup Join(LaunchedProcess launched)
    {
        var group = new OpenMpiGroup(new OpenMpi());
        return (group.Rank, group.WorldSize) == (launched.Rank, launched.Size)
            ? group
            : throw new BadInputException(
                $"environment variable {LaunchedProcess.SizeVariable}",
                $"says process {launched.Rank} of {launched.Size}, but {OpenMpi.Library} says {group.Rank} of {group.WorldSize}; "
                    + "expected a start by the mpirun of this library");
    }

    /// <inheritdoc/>
    public void Gather(ReadOnlySpan<byte> own, Span<byte> all) => _mpi.Gather(own, all);

    /// <inheritdoc/>
    public void Exchange(ReadOnlySpan<byte> outgoing, Span<byte> incoming) =>
        _mpi.Exchange(outgoing, incoming, outgoing.Length / WorldSize);

    /// <inheritdoc/>
    public void Leave() => _mpi.Finish();
}
