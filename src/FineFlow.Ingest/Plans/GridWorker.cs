using System.Diagnostics;
using System.Globalization;
using FineFlow.Core;
using FineFlow.Core.Workers;
using FineFlow.Ingest.Grid;
using FineFlow.Ingest.Tables;

namespace FineFlow.Ingest.Plans;

/// <summary>
/// Counts the parts of a plan in sequence, beside other processes that do the same in the same folder. A part is counted whole or not at
/// all: of a killed process, another counts it again.
/// </summary>
internal sealed class GridWorker : ISharedTasks<int>
{
    private readonly string _folder;
    private readonly GridPlan _plan;
    private readonly EngineLimits _limits;
    private readonly GridClock _clock;
    private readonly IReadOnlyList<int> _chosen;
    private readonly IProgress<GridProgress>? _progress;

    private GridWorker(string folder, GridPlan plan, EngineLimits limits, int? task, IProgress<GridProgress>? progress)
    {
        (_folder, _plan, _limits, _progress) = (folder, plan, limits, progress);
        _clock = GridClock.Of(plan.Options, plan.Now);
        _chosen = task is { } only ? [only] : [.. Enumerable.Range(1, plan.Parts.Count)];
    }

    /// <summary>Counts the parts that are not counted in the folder, until none is left, by whomever.</summary>
    /// <param name="folder">The plan's folder.</param>
    /// <param name="limits">Memory and threads of this process.</param>
    /// <param name="task">The number of the only part to count; null for all.</param>
    /// <param name="expiry">How long a process may say nothing before others take over its part; a minute by default.</param>
    /// <param name="progress">Receives the progress of each part.</param>
    /// <param name="cancellationToken">Stops the work; a part that is not counted to its end begins anew.</param>
    /// <exception cref="BadInputException">There is no plan or no such part, or a file is missing, damaged or has changed.</exception>
    public static void Run(
        string folder, EngineLimits limits, int? task = null, TimeSpan? expiry = null, IProgress<GridProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var plan = GridPlan.Read(folder);
        if (task is { } number && (number < 1 || number > plan.Parts.Count))
        {
            throw new BadInputException(folder, $"has no part {number}; there are {plan.Parts.Count}") { Setting = nameof(task) };
        }

        var worker = new GridWorker(folder, plan, limits, task, progress);
        SharedWork.Do(worker, GridPlan.LeasesIn(folder, expiry ?? Leases.DefaultExpiry), cancellationToken);
    }

    /// <summary>Returns the name of a part among leases.</summary>
    public static string LeaseOf(int part) => part.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public IReadOnlyList<int> Open() => [.. _chosen.Where(part => !IsFinished(part))];

    /// <inheritdoc/>
    public string IdOf(int task) => LeaseOf(task);

    /// <summary>A part that two processes count has the same counts.</summary>
    public bool IsInUse(int task) => false;

    /// <inheritdoc/>
    public bool IsFinished(int task) => File.Exists(GridPlan.PathOf(_folder, task));

    /// <inheritdoc/>
    public void Do(int task, CancellationToken cancellationToken)
    {
        _plan.CheckFiles();
        var (files, watch) = (_plan.FilesOf(task), Stopwatch.StartNew());
        var options = _plan.Options with { Limits = _limits };
        try
        {
            var counts = GridInput.Read(
                options,
                (engine, inputs, table) =>
                {
                    _plan.CheckInput(table.Files);
                    return GridCounting.Of(engine, inputs, table, options, _clock, cancellationToken)
                        .Count(files, (rows, share) => _progress?.Report(new(rows, share, watch.Elapsed)), cancellationToken);
                },
                complete: files,
                cancellationToken);
            PartCounts.Write(_folder, _plan, task, counts);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The part is free again.
        }
    }
}
