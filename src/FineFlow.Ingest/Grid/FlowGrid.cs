using System.Diagnostics;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Ingest.External;

namespace FineFlow.Ingest.Grid;

/// <summary>
/// Counts events, trips or vehicles' positions in the cells of a grid and the slots of the local clock. Fine maps hold whole numbers, and
/// coarse maps are their exact block sums. In every channel, each row of the input is either counted or reported as dropped.
/// </summary>
public static class FlowGrid
{
    /// <summary>Counts and writes a dataset folder.</summary>
    /// <param name="folder">The folder, see <see cref="DatasetFolder.Write"/>.</param>
    /// <param name="options">Input, grid, slots and splits.</param>
    /// <param name="overwrite">Whether an existing dataset may be replaced.</param>
    /// <param name="name">The dataset's name; by default that of the folder.</param>
    /// <param name="progress">Receives the progress.</param>
    /// <param name="cancellationToken">Stops the work before anything is written.</param>
    /// <exception cref="BadInputException">An option or the input is invalid, or the folder cannot be written.</exception>
    public static GridReport Write(
        string folder, GridOptions options, bool overwrite = false, string? name = null, IProgress<GridProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        DatasetFolder.CheckPlace(folder, overwrite);
        var flow = Build(options, progress, cancellationToken);
        flow.Write(folder, overwrite, name);
        return flow.Report;
    }

    /// <summary>Counts into memory.</summary>
    /// <param name="options">Input, grid, slots and splits.</param>
    /// <param name="progress">Receives the progress.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Splits with fine maps [n, C, rows, columns], coarse maps at 1/N of the size, external factors and times.</returns>
    /// <exception cref="BadInputException">An option or the input is invalid.</exception>
    public static GriddedFlow Build(
        GridOptions options, IProgress<GridProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var watch = Stopwatch.StartNew();
        var clock = GridClock.Of(options, options.TimeProvider.GetUtcNow());
        var external = ExternalTable.Read(options.External, options.Limits, clock.Changes, clock.Now);
        return GridInput.Read(
            options,
            (engine, inputs, table) =>
            {
                var counting = GridCounting.Of(engine, inputs, table, options, clock, cancellationToken);
                var counts = counting.Count(
                    table.Files, (rows, share) => progress?.Report(new(rows, share, watch.Elapsed)), cancellationToken);
                return counting.Finish(counts, external, watch, cancellationToken);
            },
            complete: null,
            cancellationToken);
    }
}
