using System.CommandLine;

namespace FineFlow.Cli.Commands;

/// <summary><c>fineflow data</c>: the commands about dataset folders.</summary>
internal static class DataCommand
{
    public static Command Create() => new("data", "Get, make, look at and divide dataset folders.")
    {
        DataInspectCommand.Create(),
        DataDoctorCommand.Create(),
        DataSynthCommand.Create(),
        DataGridCommand.Create(),
        DataWeatherCommand.Create(),
        DataCovariatesCommand.Create(),
        DataSplitCommand.Create(),
        DataFetchCommand.Create(),
        DataImportCommand.Create(),
    };
}
