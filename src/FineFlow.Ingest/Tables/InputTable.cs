using FineFlow.Core;

namespace FineFlow.Ingest.Tables;

/// <summary>CSV or Parquet files as one table.</summary>
internal abstract class InputTable(IReadOnlyList<string> files, IReadOnlyList<TableColumn> columns)
{
    /// <summary>The files, full paths.</summary>
    public IReadOnlyList<string> Files { get; } = files;

    /// <summary>The columns, in the order of the files.</summary>
    public IReadOnlyList<TableColumn> Columns { get; } = columns;

    /// <summary>The table's name in messages.</summary>
    public string Title => Files.Count == 1 ? Files[0] : $"{Files[0]} and {Files.Count - 1} more";

    /// <summary>Names of columns that only some of the files have; they cannot be read.</summary>
    public virtual IReadOnlyList<string> InSomeFiles => [];

    /// <summary>The columns' names, for messages.</summary>
    public string ColumnList => string.Join(", ", Columns.Select(column => column.Name))
        + (InSomeFiles.Count == 0 ? "" : $" (only some of the files have {string.Join(", ", InSomeFiles)})");

    /// <summary>Opens files as one table.</summary>
    /// <exception cref="BadInputException">A file cannot be read, or has no column of the others.</exception>
    public static InputTable Open(Engine engine, IReadOnlyList<string> files, TableOptions? options = null) =>
        InputPaths.KindOf(files[0]) == TableKind.Parquet
            ? ParquetTable.Open(engine, files)
            : CsvTable.Open(engine, files, options ?? new());

    /// <summary>Returns SQL for the rows of some of the files.</summary>
    public abstract TableScan Scan(Engine engine, IReadOnlyList<string> files);

    /// <summary>Returns a column's type in one file, which the engine converts to that of the first file.</summary>
    public virtual string TypeIn(Engine engine, string file, TableColumn column) => column.Type;

    /// <summary>Returns SQL for all rows.</summary>
    public TableScan Scan(Engine engine) => Scan(engine, Files);

    /// <summary>Returns the column of a name. Case matters only where names differ in nothing else.</summary>
    /// <param name="name">The name.</param>
    /// <param name="role">The column's purpose, for the message.</param>
    /// <exception cref="BadInputException">There is no such column, or there are several.</exception>
    public TableColumn Column(string name, string role) => Find(name)
        ?? throw new BadInputException(
            Title,
            $"has no column '{name}' for {role}; it has {ColumnList}"
            + NearestName.Question(name, Columns.Select(column => column.Name)));

    /// <summary>Returns the column of a name; null without one.</summary>
    /// <exception cref="BadInputException">There are several such columns.</exception>
    public TableColumn? Find(string name)
    {
        var exact = Columns.Where(column => column.Name == name).ToArray();
        var found = exact.Length > 0 ? exact : [.. Columns.Where(column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase))];
        return found.Length <= 1 ? found.FirstOrDefault() : throw new BadInputException(Title, $"has {found.Length} columns '{name}'");
    }
}
