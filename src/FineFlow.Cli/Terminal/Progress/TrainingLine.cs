using FineFlow.Torch.Training.Runs;

namespace FineFlow.Cli.Terminal.Progress;

/// <summary>A training: the progress line from its first step on, and a line that stays for every epoch.</summary>
/// <param name="line">The progress line.</param>
internal sealed class TrainingLine(IProgress<ProgressStep> line) : IProgress<TrainingProgress>
{
    private const int ShownNames = 5;

    private bool _hasBegun;
    private int _epochs;
    private int? _bestEpoch;

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        switch (value)
        {
            case StepReport step:
                line.Report(ProgressSteps.Of(step) with { IsMilestone = !_hasBegun });
                (_hasBegun, _epochs) = (true, step.Epochs);
                break;
            case EpochRecord epoch:
                _bestEpoch = epoch.Best ? epoch.Epoch : _bestEpoch;
                Output.Note(EpochText.Of(epoch, Math.Max(_epochs, epoch.Epoch), _bestEpoch));
                break;
            case InitialWeights initial:
                Tell(initial);
                break;
        }
    }

    private static void Tell(InitialWeights initial)
    {
        var all = initial.Taken.Count + initial.Fresh.Count + initial.OtherShape.Count;
        Output.Note($"initial weights from {initial.Source} ({initial.Model}): {initial.Taken.Count} of {all} tensors fit");
        Tell("fresh, of another shape", initial.OtherShape);
        Tell("fresh, missing there", initial.Fresh);
        Tell("not used", initial.Unused);
    }

    private static void Tell(string what, IReadOnlyList<string> names)
    {
        if (names.Count > 0)
        {
            var more = names.Count > ShownNames ? $" and {names.Count - ShownNames} more" : "";
            Output.Note($"  {what}: {string.Join(", ", names.Take(ShownNames))}{more}");
        }
    }
}
