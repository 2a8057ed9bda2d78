using FineFlow.Torch.Training.Processes;
using FineFlow.Torch.Training.Runs;
using FineFlow.Torch.Training.State;

namespace FineFlow.Torch.Training.Callbacks;

/// <summary>
/// Holds the states of all processes against rank 0's at the beginning and after every epoch: they are the same bits, unless a process read
/// another file or has a processor on which the optimizer rounds differently.
/// </summary>
/// <param name="processes">The processes.</param>
internal sealed class SameWeights(IProcessGroup processes) : TrainingCallback
{
    /// <inheritdoc/>
    public override void OnBegin(TrainingState state) => processes.RequireSame(
        state.Checksum(),
        "begins with other weights than process 0; expected the same run folder and initial weights in each, on a disk that they share");

    /// <inheritdoc/>
    public override void OnEpoch(TrainingState state, EpochRecord record) => processes.RequireSame(
        state.Checksum(),
        $"has other weights than process 0 after epoch {record.Epoch}; expected processors of one kind, which round alike");
}
