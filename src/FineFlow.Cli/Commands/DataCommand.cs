using System.CommandLine;

namespace FineFlow.Cli.Commands;

/// <summary><c>fineflow data</c>: everything about dataset folders.</summary>
internal static class DataCommand
{
    public static Command Create() => new("data", "Look at dataset folders.")
    {
        DataInspectCommand.Create(),
        DataDoctorCommand.Create(),
    };
}
