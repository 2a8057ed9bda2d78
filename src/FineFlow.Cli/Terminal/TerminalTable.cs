using FineFlow.Core.Tables;
using Spectre.Console;

namespace FineFlow.Cli.Terminal;

/// <summary>Tables on stdout. Words are cut nowhere: in a narrow terminal some columns wrap and the others keep their width.</summary>
internal static class TerminalTable
{
    /// <summary>Writes a table.</summary>
    public static void Write(TextTable table)
    {
        var drawn = new Table { Border = TableBorder.Rounded, ShowHeaders = table.HasHead };
        foreach (var column in table.Columns)
        {
            drawn.AddColumn(new TableColumn(new Text(column.Head)) { NoWrap = !column.Wraps });
        }

        foreach (var row in table.Rows)
        {
            drawn.AddRow(row.Select(cell => new Text(cell)));
        }

        Output.Draw(drawn);
    }
}
