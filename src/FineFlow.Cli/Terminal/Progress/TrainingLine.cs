using FineFlow.Torch.Inference;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Cli.Terminal.Progress;

/// <summary>A training: the progress line from its first step on, and a line that stays for every epoch.</summary>
/// <param name="line">The progress line.</param>
internal sealed class TrainingLine(IProgress<ProgressStep> line) : IProgress<TrainingProgress>
{
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
                Tell(initial.Transfer);
                break;
        }
    }

    private static void Tell(WeightTransfer initial)
    {
        var all = initial.Taken.Count + initial.Remade.Count;
        var data = initial.Data is { } name ? $", trained on {name}" : "";
        var place = initial.Place switch
        {
            WeightsPlace.Same => ", the same place",
            WeightsPlace.Other => ", another place",
            _ => "",
        };
        Output.Note($"initial weights from {initial.Source}{data}{place}: {initial.Taken.Count} of {all} tensors taken over");
        foreach (var group in initial.Remade.GroupBy(tensor => tensor.Reason))
        {
            Tell(group.Key switch
            {
                RemadeReason.Place => "made anew, of the place",
                RemadeReason.Fitted => "made anew, of these data",
                RemadeReason.Shape => "made anew, of another shape",
                _ => "made anew, missing there",
            }, [.. group.Select(tensor => tensor.Shapes is null ? tensor.Name : $"{tensor.Name} ({tensor.Shapes})")]);
        }

        Tell("not used", initial.Unused);
        Tell("static maps whose weights a city without fine counts takes", initial.StaticWeights?.Maps ?? []);
    }

    private static void Tell(string what, IReadOnlyList<string> names)
    {
        if (names.Count > 0)
        {
            Output.Note($"  {what}: {string.Join(", ", names)}");
        }
    }
}
