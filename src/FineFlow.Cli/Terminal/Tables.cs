using Spectre.Console;

namespace FineFlow.Cli.Terminal;

/// <summary>Tables on stdout. Words are cut nowhere: in a narrow terminal one column wraps and the others keep their width.</summary>
internal static class Tables
{
    /// <summary>Names and their values, a pair a line.</summary>
    public static void WritePairs(IEnumerable<(string Name, string Value)> pairs)
    {
        var table = new Table().Border(TableBorder.Rounded).HideHeaders();
        table.AddColumn("", column => column.NoWrap()).AddColumn("");
        foreach (var (name, value) in pairs)
        {
            table.AddRow(new Text(name), new Text(value));
        }

        Output.Console.Write(table);
    }

    /// <summary>A table with a head.</summary>
    /// <param name="columns">The head.</param>
    /// <param name="wrapping">The column that gives way when space is short.</param>
    /// <param name="rows">A cell for each column.</param>
    public static void Write(string[] columns, string wrapping, IEnumerable<string[]> rows)
    {
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(new Text(column)) { NoWrap = column != wrapping });
        }

        foreach (var row in rows)
        {
            table.AddRow(row.Select(cell => new Text(cell)));
        }

        Output.Console.Write(table);
    }
}
