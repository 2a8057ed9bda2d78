using System.CommandLine;
using FineFlow.Experiments.Continual;

namespace FineFlow.Cli.Commands.Continual;

/// <summary><c>fineflow continual collect</c>: makes the tables and the figure of what is learnt in a folder.</summary>
internal static class ContinualCollectCommand
{
    public static Command Create()
    {
        var command = new Command("collect", "Make the tables and the figure of what is learnt in a folder.")
        {
            SequenceOptions.Folder, CommonOptions.Json,
        };
        command.SetAction(parsed =>
        {
            var folder = parsed.GetRequiredValue(SequenceOptions.Folder);
            var plan = SequenceOptions.Open(folder);
            return ContinualCommand.Finish(parsed, folder, ContinualFolder.Open(folder, plan).Collect(plan));
        });
        return command;
    }
}
