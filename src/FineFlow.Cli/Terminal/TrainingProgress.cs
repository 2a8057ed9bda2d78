using System.Diagnostics;
using FineFlow.Torch.Training.Callbacks;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Cli.Terminal;

/// <summary>
/// A training's progress on stderr: a line an epoch, and between them one line that is rewritten (in a terminal) or, in a pipe, a line at
/// the first step and now and then.
/// </summary>
internal sealed class TrainingProgress(int trainSamples) : ITrainingObserver
{
    private static readonly TimeSpan TerminalInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PipeInterval = TimeSpan.FromSeconds(30);

    private const int ShownNames = 5;

    private Stopwatch? _sinceStep;
    private int _epochs;
    private int? _bestEpoch;

    public void OnInitialWeights(InitialWeights initial)
    {
        var all = initial.Taken.Count + initial.Fresh.Count + initial.OtherShape.Count;
        Output.Note($"initial weights from {initial.Source} ({initial.Model}): {initial.Taken.Count} of {all} tensors fit");
        Tell("fresh, of another shape", initial.OtherShape);
        Tell("fresh, missing there", initial.Fresh);
        Tell("not used", initial.Unused);
    }

    public void OnStep(StepReport report)
    {
        _epochs = report.Epochs;
        if (_sinceStep?.Elapsed < (StatusLine.Possible ? TerminalInterval : PipeInterval))
        {
            return;
        }

        _sinceStep = Stopwatch.StartNew();
        Action<string> write = StatusLine.Possible ? StatusLine.Show : Output.Note;
        write(ProgressText.Of(report, trainSamples));
    }

    public void OnEpoch(EpochRecord record)
    {
        _bestEpoch = record.Best ? record.Epoch : _bestEpoch;
        Output.Note(ProgressText.Of(record, Math.Max(_epochs, record.Epoch), _bestEpoch));
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
