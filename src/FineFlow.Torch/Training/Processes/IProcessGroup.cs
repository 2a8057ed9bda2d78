namespace FineFlow.Torch.Training.Processes;

/// <summary>
/// The processes that train one network together. Its calls move bytes and nothing else; what they mean is the same for every group
/// (<see cref="ProcessGroups"/>, <see cref="GradientSum"/>). Every member is called by all processes in the same order, on one thread.
/// </summary>
internal interface IProcessGroup
{
    /// <summary>This process's number, counted from 0. Rank 0 alone writes and reports.</summary>
    int Rank { get; }

    /// <summary>Number of processes.</summary>
    int WorldSize { get; }

    /// <summary>Gives every process the blocks of all, in the order of their ranks.</summary>
    /// <param name="own">This process's block, of the same length in each.</param>
    /// <param name="all">Receives the blocks: <see cref="WorldSize"/> times as long.</param>
    void Gather(ReadOnlySpan<byte> own, Span<byte> all);

    /// <summary>Gives every process its block of each, in the order of the ranks that they come from.</summary>
    /// <param name="outgoing">One block for each process, all of the same length in each process.</param>
    /// <param name="incoming">Receives the blocks: as long as <paramref name="outgoing"/>.</param>
    void Exchange(ReadOnlySpan<byte> outgoing, Span<byte> incoming);

    /// <summary>Ends the membership once all have come here. A process that ends without it ends the others.</summary>
    void Leave();
}
