using System.CommandLine;
using FineFlow.Cli.CommandLine;
using FineFlow.Ingest.Clock;
using FineFlow.Ingest.Grid;
using FineFlow.Ingest.Tables;

namespace FineFlow.Cli.Commands;

/// <summary>The options of what is counted, where and when, for <c>data grid</c> and <c>city</c>.</summary>
internal static class GridArguments
{
    private static readonly Option<string?> Time = Column(
        "--time",
        "time, of trips the start's; a day and a time of day in columns of their own with a comma between, "
            + "as \"date,hour\" or \"date,time\"",
        usual: "time or started_at");
    private static readonly Option<string?> Lon = Column("--lon", "longitude in degrees, of trips the start's", usual: "lon or start_lng");
    private static readonly Option<string?> Lat = Column("--lat", "latitude in degrees, of trips the start's", usual: "lat or start_lat");
    private static readonly Option<string?> EndTime = Column(
        "--end-time", "time of a trip's end; columns of their own like --time", usual: "ended_at");
    private static readonly Option<string?> EndLon = Column("--end-lon", "longitude of a trip's end", usual: "end_lng");
    private static readonly Option<string?> EndLat = Column("--end-lat", "latitude of a trip's end", usual: "end_lat");
    private static readonly Option<string?> Weight = Column("--weight", "whole number that a row counts", usual: null);
    private static readonly Option<string?> Vehicle = Column("--vehicle", "vehicle of a trace's position", usual: "vehicle_id or id");

    private static readonly Option<string?> ColumnNames = new("--columns")
    {
        Description = "names of all columns in order, for CSV files without a line that names them "
            + "(default: the files name them)",
        HelpName = "time,lon,lat",
    };

    private static readonly Option<string?> Stations = new("--stations")
    {
        Description = "table of stations (id, longitude, latitude by usual names), for trips that tell only the stations of their ends "
            + "(default: none)",
        HelpName = "FILE",
    };

    private static readonly Option<string[]> TimeFormat = new("--time-format")
    {
        Description = "format of the times, as \"%d/%m/%Y %H:%M\" or \"%Y%m%d%H%M\", or seconds or milliseconds, for those since 1970; "
            + "may be repeated (default: found out)",
        HelpName = "FORMAT",
    };

    private static readonly Option<string?> Clock = new("--clock")
    {
        Description = "what times without a zone are: local, utc, or standard (standard time all year; default: local, or UTC where "
            + "their column's name says utc or gmt)",
        HelpName = "CLOCK",
    };
    private static readonly Option<string?> Zone = new("--zone")
    {
        Description = "the city's time zone, as America/New_York; needed for times in UTC, in standard time or with a zone (default: none)",
        HelpName = "ZONE",
    };

    private static readonly Option<string?> Box = new("--box")
    {
        Description = "edges of the grid in degrees, west to north (default: around where most rows are)",
        HelpName = "WEST,SOUTH,EAST,NORTH",
    };
    private static readonly Option<string?> Grid = new("--grid")
    {
        Description = "fine rows x columns (default: 128x128)",
        HelpName = "ROWSxCOLUMNS",
    };
    private static readonly Option<int?> Factor = NumberOption.Whole(
        "--factor", "N", "upscaling factor: coarse cells are N x N fine ones (default: 4)");

    private static readonly Option<int?> Slot = NumberOption.Whole(
        "--slot", "MINUTES", "length of a slot in minutes, a divisor of a day (default: 30)");
    private static readonly Option<string?> Hours = new("--hours")
    {
        Description = "hours of the day to count, as 7-22: from 07:00 until before 22:00 (default: 0-24)",
        HelpName = "FROM-UNTIL",
    };
    private static readonly Option<string?> From = Day("--from", "first day (default: the first of the rows)");
    private static readonly Option<string?> To = Day("--to", "last day, included (default: the last of the rows)");
    private static readonly Option<string?> Split = new("--split")
    {
        Description = "shares of train, valid and test in time order (default: 7:1:2)",
        HelpName = "A:B:C",
    };
    private static readonly Option<string?> ValidFrom = Day(
        "--valid-from", "first day of the validation split, in place of --split; with --test-from (default: by --split)");
    private static readonly Option<string?> TestFrom = Day(
        "--test-from", "first day of the test split, in place of --split; with --valid-from (default: by --split)");

    private static readonly Option<string?> Flow = new("--flow")
    {
        Description = "channels of trips and traces: both, out or in (default: both)",
        HelpName = "FLOW",
    };
    private static readonly Option<int?> MaxGap = NumberOption.Whole(
        "--max-gap", "SECONDS", "longest time in seconds between two positions of a vehicle that still tell its way (default: 300)");
    private static readonly Option<bool> DropDuplicates = new("--drop-duplicates")
    {
        Description = "count rows once that are equal in all columns that are read (traces: always)",
    };
    private static readonly Option<int?> MinRows = NumberOption.Whole(
        "--min-rows", "N", "leave out slots with fewer rows; 0 keeps empty ones (default: 1)");
    private static readonly Option<double?> MaxBad = NumberOption.Decimal(
        "--max-bad", "SHARE", "refuse the whole where more of a file's rows are bad (default: 0.1)");

    private static readonly Option<int?> Memory = NumberOption.Whole(
        "--memory", "MB", "memory for reading and sorting in megabytes; what needs more goes to the temporary folder (default: 1024)");
    private static readonly Option<int?> Threads = NumberOption.Whole(
        "--threads", "N", "threads that read and sort (default: all, at most 8)");

    /// <summary>Names of the options that say something of counts that are on a grid already, too.</summary>
    public static IReadOnlyList<string> OfCounts { get; } =
        [.. new Option[] { Time, Lon, Lat, ColumnNames, TimeFormat, Zone, Box, Grid, Factor, Slot, Split, Memory, Threads }
            .Select(option => option.Name)];

    /// <summary>Adds the options to a command.</summary>
    public static void AddTo(Command command)
    {
        Option[] all =
        [
            Time, Lon, Lat, EndTime, EndLon, EndLat, Weight, Vehicle, ColumnNames, Stations, TimeFormat, Clock, Zone, Box, Grid, Factor,
            Slot, Hours, From, To, Split, ValidFrom, TestFrom, Flow, MaxGap, DropDuplicates, MinRows, MaxBad, Memory, Threads,
        ];
        foreach (var option in all)
        {
            command.Add(option);
        }

        WeatherOptions.AddTo(command);
    }

    /// <summary>Returns the properties of <see cref="GridOptions"/> that are said and could be found out instead.</summary>
    public static HashSet<string> Said(ParseResult parsed)
    {
        var said = new HashSet<string>(StringComparer.Ordinal);
        if (parsed.GetValue(Grid) is not null)
        {
            said.Add(nameof(GridOptions.Rows));
        }

        if (parsed.GetValue(Slot) is not null)
        {
            said.Add(nameof(GridOptions.SlotMinutes));
        }

        if (parsed.GetValue(Factor) is not null)
        {
            said.Add(nameof(GridOptions.Factor));
        }

        if (parsed.GetValue(Split) is not null || parsed.GetValue(ValidFrom) is not null)
        {
            said.Add(nameof(GridOptions.Split));
        }

        return said;
    }

    /// <summary>Returns the options of a command line.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="files">The files.</param>
    /// <param name="kind">What a row is.</param>
    /// <exception cref="Core.BadInputException">An option cannot be read.</exception>
    public static GridOptions Of(ParseResult parsed, IReadOnlyList<string> files, GridKind kind)
    {
        var defaults = new GridOptions { Inputs = files, Kind = kind };
        var (rows, columns) = parsed.GetValue(Grid) is { } grid
            ? TextOption.Size("option --grid", grid)
            : (defaults.Rows, defaults.ColumnCount);
        var (from, until) = parsed.GetValue(Hours) is { } hours
            ? TextOption.Span("option --hours", hours)
            : (defaults.FromHour, defaults.UntilHour);
        return defaults with
        {
            Columns = new()
            {
                Time = parsed.GetValue(Time),
                Longitude = parsed.GetValue(Lon),
                Latitude = parsed.GetValue(Lat),
                EndTime = parsed.GetValue(EndTime),
                EndLongitude = parsed.GetValue(EndLon),
                EndLatitude = parsed.GetValue(EndLat),
                Weight = parsed.GetValue(Weight),
                Vehicle = parsed.GetValue(Vehicle),
            },
            ColumnNames = parsed.GetValue(ColumnNames)?.Split(',', StringSplitOptions.TrimEntries),
            Stations = parsed.GetValue(Stations),
            TimeFormats = parsed.GetValue(TimeFormat) ?? [],
            Clock = parsed.GetValue(Clock) is { } clock ? TextOption.Choice<InputClock>("option --clock", clock) : defaults.Clock,
            Zone = parsed.GetValue(Zone),
            Box = parsed.GetValue(Box) is { } box ? TextOption.Box("option --box", box) : null,
            Rows = rows,
            ColumnCount = columns,
            Factor = parsed.GetValue(Factor) ?? defaults.Factor,
            SlotMinutes = parsed.GetValue(Slot) ?? defaults.SlotMinutes,
            FromHour = from,
            UntilHour = until,
            From = TextOption.Day("option --from", parsed.GetValue(From)),
            To = TextOption.Day("option --to", parsed.GetValue(To)),
            Directions = parsed.GetValue(Flow) is { } flow ? TextOption.Choice<FlowDirections>("option --flow", flow) : defaults.Directions,
            MaxGapSeconds = parsed.GetValue(MaxGap) ?? defaults.MaxGapSeconds,
            DropDuplicates = parsed.GetValue(DropDuplicates),
            MinSlotRows = parsed.GetValue(MinRows) ?? defaults.MinSlotRows,
            MaxBadShare = parsed.GetValue(MaxBad) ?? defaults.MaxBadShare,
            Split = SplitOf(parsed),
            External = WeatherOptions.Of(parsed),
            Limits = LimitsOf(parsed),
        };
    }

    /// <summary>Adds the options of memory and threads alone.</summary>
    public static void AddLimitsTo(Command command)
    {
        command.Add(Memory);
        command.Add(Threads);
    }

    /// <summary>Returns memory and threads of a command line.</summary>
    public static EngineLimits LimitsOf(ParseResult parsed)
    {
        var defaults = new EngineLimits();
        return new()
        {
            MemoryMegabytes = parsed.GetValue(Memory) ?? defaults.MemoryMegabytes,
            Threads = parsed.GetValue(Threads) ?? defaults.Threads,
        };
    }

    private static SplitRule SplitOf(ParseResult parsed)
    {
        var rule = parsed.GetValue(Split) is { } text ? TextOption.Shares("option --split", text) : new SplitRule();
        return rule with
        {
            ValidFrom = TextOption.Day("option --valid-from", parsed.GetValue(ValidFrom)),
            TestFrom = TextOption.Day("option --test-from", parsed.GetValue(TestFrom)),
        };
    }

    private static Option<string?> Column(string name, string what, string? usual) => new(name)
    {
        Description = $"column of the {what} (default: {(usual is null ? "none, each row counts 1" : $"one of a usual name, as {usual}")})",
        HelpName = "COLUMN",
    };

    private static Option<string?> Day(string name, string what) => new(name) { Description = what, HelpName = "YYYY-MM-DD" };
}
