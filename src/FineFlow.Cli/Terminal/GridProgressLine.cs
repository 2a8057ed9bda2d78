using System.Diagnostics;
using System.Globalization;
using FineFlow.Core.Tables;
using FineFlow.Ingest.Grid;

namespace FineFlow.Cli.Terminal;

/// <summary>Progress of a counting on stderr: one line that is rewritten or, in a pipe, a line now and then.</summary>
internal sealed class GridProgressLine : IProgress<GridProgress>
{
    private static readonly TimeSpan PipeInterval = TimeSpan.FromSeconds(30);

    private readonly Stopwatch _sinceLine = Stopwatch.StartNew();

    public void Report(GridProgress value)
    {
        if (StatusLine.Possible)
        {
            StatusLine.Show(Text(value));
        }
        else if (_sinceLine.Elapsed >= PipeInterval)
        {
            _sinceLine.Restart();
            Output.Note(Text(value));
        }
    }

    public static string Text(GridProgress progress)
    {
        var left = progress.SecondsLeft is { } seconds ? $"  {NumberText.Duration(seconds)} left" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{progress.Rows:N0} rows  {progress.Share:P0}  {progress.RowsPerSecond:N0} rows/s") + left;
    }
}
