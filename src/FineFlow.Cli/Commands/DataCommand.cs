using System.CommandLine;

namespace FineFlow.Cli.Commands;

/// <summary><c>fineflow data</c>: everything about dataset folders.</summary>
internal static class DataCommand
{
    public static Command Create() => new("data", "Get, look at and divide dataset folders.")
    {
        DataInspectCommand.Create(),
        DataDoctorCommand.Create(),
        DataSplitCommand.Create(),
        DataFetchCommand.Create(),
        DataImportCommand.Create(),
    };
}
