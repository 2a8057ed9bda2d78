using System.Diagnostics;
using FineFlow.Torch.Training;

namespace FineFlow.Cli.Terminal;

/// <summary>
/// A training's progress on stderr: a line an epoch, and between them one line that is rewritten (in a terminal) or, in a pipe, a line at
/// the first step and now and then.
/// </summary>
internal sealed class TrainingProgress(int trainSamples) : ITrainingObserver
{
    private static readonly TimeSpan TerminalInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PipeInterval = TimeSpan.FromSeconds(30);

    private Stopwatch? _sinceStep;
    private int _epochs;
    private int? _bestEpoch;

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
}
