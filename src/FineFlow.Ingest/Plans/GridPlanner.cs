using FineFlow.Core;
using FineFlow.Core.Storage;
using FineFlow.Core.Workers;
using FineFlow.Ingest.External;
using FineFlow.Ingest.Grid;
using FineFlow.Ingest.Tables;

namespace FineFlow.Ingest.Plans;

/// <summary>Divides a gridding into parts: groups of files that processes count each by itself.</summary>
internal static class GridPlanner
{
    /// <summary>Parts where no number is given and there are more files.</summary>
    public const int MostByDefault = 100;

    private const int Most = 100_000;

    /// <summary>Makes a plan and writes it into a new folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">Input, grid, slots and splits.</param>
    /// <param name="parts">Largest number of parts; null for one a file, at most <see cref="MostByDefault"/>.</param>
    /// <param name="cancellationToken">Stops the work before anything is written.</param>
    /// <exception cref="BadInputException">
    /// An option or the input is invalid, cannot be counted in parts, or the folder holds something.
    /// </exception>
    public static GridPlan Plan(string folder, GridOptions options, int? parts, CancellationToken cancellationToken)
    {
        if (FolderPlace.Holds(folder, PlannedWork.FileName, "is not a plan"))
        {
            throw new BadInputException(folder, "holds a plan already; choose a new or empty folder") { Setting = "folder" };
        }

        var plan = Plan(options, parts ?? MostByDefault, cancellationToken);
        plan.Write(folder);
        return plan;
    }

    private static GridPlan Plan(GridOptions options, int parts, CancellationToken cancellationToken)
    {
        options.Validate();
        if (parts is < 1 or > Most)
        {
            throw new BadInputException("parts", $"{parts}; 1 to {Most} are expected") { Setting = nameof(parts) };
        }

        if (options.DropDuplicates && options.Kind != GridKind.Traces)
        {
            throw new BadInputException(
                "rows that are equal", "may lie in files of several parts, so that they cannot be dropped in a plan")
            { Setting = nameof(options.DropDuplicates) };
        }

        var clock = GridClock.Of(options, options.TimeProvider.GetUtcNow());
        options = WithFullPaths(options);
        ExternalTable.Read(options.External, options.Limits, clock.Changes, clock.Now);
        var files = options.Inputs.Concat(options.Stations is { } stations ? [stations] : []).Select(PlannedFile.Of).ToArray();
        return GridInput.Read(
            options,
            (engine, inputs, table) =>
            {
                var counting = GridCounting.Of(engine, inputs, table, options, clock, cancellationToken);
                var groups = GroupsOf(engine, table, counting, options.Kind, cancellationToken);
                return new GridPlan
                {
                    Format = GridPlan.CurrentFormat,
                    Now = clock.Now,
                    Options = options with { Box = counting.Box },
                    Files = files,
                    Parts = FileGroups.Merge(groups, parts, index => files[index].Bytes),
                };
            },
            complete: [],
            cancellationToken);
    }

    /// <summary>Returns the options with full paths, which hold in every process.</summary>
    private static GridOptions WithFullPaths(GridOptions options)
    {
        var files = InputPaths.Existing(options.Inputs);
        if (files.FirstOrDefault(file => !InputPaths.IsTable(file) || InputPaths.KindOf(file) == TableKind.Points) is { } other)
        {
            throw new BadInputException(
                other, "is no CSV or Parquet, which a plan takes: archives and files of points would be unpacked by every process");
        }

        return options with
        {
            Inputs = files,
            Stations = Full(options.Stations),
            External = options.External with { Weather = Full(options.External.Weather), Holidays = Full(options.External.Holidays) },
        };

        static string? Full(string? path) => path is null ? null : InputPaths.Existing([path])[0];
    }

    /// <summary>Returns the smallest groups of files that can be counted by themselves.</summary>
    private static IReadOnlyList<IReadOnlyList<int>> GroupsOf(
        Engine engine, InputTable table, GridCounting counting, GridKind kind, CancellationToken cancellationToken)
    {
        if (kind != GridKind.Traces || table.Files.Count == 1)
        {
            return [.. Enumerable.Range(0, table.Files.Count).Select(file => new[] { file })];
        }

        var groups = FileGroups.ByVehicle(engine, table, counting.Query, cancellationToken);
        return groups.Count > 1
            ? groups
            : throw new BadInputException(
                table.Title,
                "share vehicles, so that they cannot be counted in parts: the way between two positions may go from file to file; "
                + "count them in one process, or make a file of each vehicle");
    }
}
