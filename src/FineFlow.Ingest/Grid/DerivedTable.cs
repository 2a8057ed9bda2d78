using FineFlow.Ingest.Tables;

namespace FineFlow.Ingest.Grid;

/// <summary>A table made of another one: some of its columns are the other's, the rest are computed of them.</summary>
/// <param name="source">The other table.</param>
/// <param name="columns">The columns.</param>
internal abstract class DerivedTable(InputTable source, IReadOnlyList<TableColumn> columns) : InputTable(source.Files, columns)
{
    /// <summary>The other table.</summary>
    protected InputTable Source { get; } = source;

    /// <inheritdoc/>
    public override IReadOnlyList<string> InSomeFiles => Source.InSomeFiles;

    public override string TypeIn(Engine engine, string file, TableColumn column) =>
        Source.Columns.Contains(column) ? Source.TypeIn(engine, file, column) : column.Type;
}
