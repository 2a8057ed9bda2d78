using FineFlow.Core.Datasets;
using FineFlow.Ingest.Tables;

namespace FineFlow.Ingest.Maps;

/// <summary>Files of counts that are already on a grid, and what is said of them.</summary>
internal sealed record CountRequest
{
    /// <summary>
    /// Files or patterns: one array (.npy, .npz, .h5, .hdf5), GeoTIFFs (.tif, .tiff), or tables (CSV, Parquet, .grid, .gridod, .zip).
    /// </summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>Name of the array in a .npz or HDF5 file; null where only one can be maps.</summary>
    public string? Key { get; init; }

    /// <summary>Of a table the column of the time; otherwise a file of the slots' starts, seconds since 1970 on the local clock.</summary>
    public string? Time { get; init; }

    /// <summary>Start of the first slot on the local clock, where slots follow without a gap and the files do not tell times.</summary>
    public DateTime? Start { get; init; }

    /// <summary>Length of a slot in minutes; null to take it from the files.</summary>
    public int? Slot { get; init; }

    /// <summary>Columns of a table.</summary>
    public CountColumns Columns { get; init; } = new();

    /// <summary>Names of all columns in order, for tables without a line that names them.</summary>
    public IReadOnlyList<string>? ColumnNames { get; init; }

    /// <summary>Rows and columns of a table's maps; null up to the largest of its rows and columns.</summary>
    public (int Rows, int Columns)? Grid { get; init; }

    /// <summary>Number of a table's first row, column or cell: 0 or 1; null to find it out.</summary>
    public int? Base { get; init; }

    /// <summary>Outer edges of the maps in degrees, for files that do not tell them.</summary>
    public BoundingBox? Box { get; init; }

    /// <summary>The city's time zone, for times in UTC or with a zone.</summary>
    public string? Zone { get; init; }

    /// <summary>Formats of a table's times; empty to find them out.</summary>
    public IReadOnlyList<string> TimeFormats { get; init; } = [];

    /// <summary>Memory and threads for tables.</summary>
    public EngineLimits Limits { get; init; } = new();

    /// <summary>Gives the current time.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
