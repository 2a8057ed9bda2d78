using System.Diagnostics;
using System.Globalization;
using FineFlow.Torch.Training;

namespace FineFlow.Cli.Terminal;

/// <summary>A training's progress on stderr: a line an epoch, and between them one line that is rewritten (in a terminal) or, in a pipe, a line now and then.</summary>
internal sealed class TrainingProgress(int trainSamples, int? patience) : ITrainingObserver
{
    private static readonly TimeSpan TerminalInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PipeInterval = TimeSpan.FromSeconds(30);

    private readonly bool _terminal = !Console.IsErrorRedirected;
    private readonly Stopwatch _sinceLine = Stopwatch.StartNew();
    private int _epochs;
    private int _bestEpoch;

    public void OnStep(StepReport report)
    {
        _epochs = report.Epochs;
        if (_sinceLine.Elapsed < (_terminal ? TerminalInterval : PipeInterval))
        {
            return;
        }

        _sinceLine.Restart();
        Write(
            string.Create(CultureInfo.InvariantCulture, $"epoch {report.Epoch}/{report.Epochs}  step {report.Step}/{report.Steps}  loss {report.Loss:G4}  ")
            + string.Create(CultureInfo.InvariantCulture, $"{report.SamplesPerSecond:F1} samples/s  at most {Duration.Text(report.SecondsLeft(trainSamples))} left"),
            rewrite: true);
    }

    public void OnEpoch(EpochRecord record)
    {
        _bestEpoch = record.Best ? record.Epoch : _bestEpoch;
        var loss = record.TrainLoss is { } value ? string.Create(CultureInfo.InvariantCulture, $"loss {value:G5}  ") : "";
        var standing = record.Best ? "best" : $"best {_bestEpoch}, patience {record.Epoch - _bestEpoch}/{patience?.ToString(CultureInfo.InvariantCulture) ?? "-"}";
        Write(
            string.Create(
                CultureInfo.InvariantCulture,
                $"epoch {record.Epoch}/{Math.Max(_epochs, record.Epoch)}  {loss}valid mse {record.Valid.Mse:G5} mae {record.Valid.Mae:G4} mape {record.Valid.Mape:G4}  ")
            + string.Create(
                CultureInfo.InvariantCulture, $"flat {record.FlatBlocks:P1}  {record.SamplesPerSecond:F1} samples/s  {Duration.Text(record.Seconds)}  {standing}"),
            rewrite: false);
    }

    private void Write(string line, bool rewrite)
    {
        if (_terminal)
        {
            Console.Error.Write($"\r\e[K{line}{(rewrite ? "" : "\n")}");
        }
        else
        {
            Console.Error.WriteLine(line);
        }
    }
}
