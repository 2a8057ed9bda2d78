using FineFlow.Torch.Training.Runs;
using FineFlow.Torch.Training.State;

namespace FineFlow.Torch.Training.Callbacks;

/// <summary>Reports the beginning, steps and epochs.</summary>
/// <param name="progress">Receives the reports.</param>
internal sealed class ProgressReports(IProgress<TrainingProgress> progress) : TrainingCallback
{
    /// <inheritdoc/>
    public override void OnBegin(TrainingState state) => progress.Report(new TrainingBegins());

    /// <inheritdoc/>
    public override void OnStep(TrainingState state, StepReport report) => progress.Report(report);

    /// <inheritdoc/>
    public override void OnEpoch(TrainingState state, EpochRecord record) => progress.Report(record);
}
