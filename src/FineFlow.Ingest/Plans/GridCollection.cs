using System.Diagnostics;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Ingest.External;
using FineFlow.Ingest.Grid;
using FineFlow.Ingest.Tables;

namespace FineFlow.Ingest.Plans;

/// <summary>Adds the counted parts of a plan up to the dataset that one process makes of all files.</summary>
internal static class GridCollection
{
    /// <summary>Writes the dataset folder.</summary>
    /// <param name="planFolder">The plan's folder.</param>
    /// <param name="folder">The dataset folder.</param>
    /// <param name="limits">Memory and threads.</param>
    /// <param name="overwrite">Whether an existing dataset may be replaced.</param>
    /// <param name="cancellationToken">Stops the work before anything is written.</param>
    /// <exception cref="BadInputException">
    /// A part is not counted or damaged, a file has changed, too many rows are bad, or the folder cannot be written.
    /// </exception>
    public static GridReport Write(
        string planFolder, string folder, EngineLimits limits, bool overwrite, CancellationToken cancellationToken)
    {
        var plan = GridPlan.Read(planFolder);
        var numbers = Enumerable.Range(1, plan.Parts.Count);
        var missing = numbers.Count(part => !File.Exists(GridPlan.PathOf(planFolder, part)));
        if (missing > 0)
        {
            throw new BadInputException(
                planFolder, $"has {missing} of {plan.Parts.Count} parts that are not counted yet; 'fineflow data grid run' counts them");
        }

        DatasetFolder.CheckPlace(folder, overwrite);
        plan.CheckFiles();
        var watch = Stopwatch.StartNew();
        var options = plan.Options with { Limits = limits };
        var clock = GridClock.Of(options, plan.Now);
        var external = ExternalTable.Read(options.External, limits, clock.Changes, clock.Now);
        var flow = GridInput.Read(
            options,
            (engine, inputs, table) =>
            {
                plan.CheckInput(table.Files);
                var counts = new CountedRows(plan.Channels, plan.Cells, table.Files);
                foreach (var part in numbers)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    PartCounts.AddTo(counts, planFolder, plan, part);
                }

                return GridCounting.Of(engine, inputs, table, options, clock, cancellationToken)
                    .Finish(counts, external, watch, cancellationToken);
            },
            complete: [],
            cancellationToken);
        flow.Write(folder, overwrite);
        return flow.Report;
    }
}
