using System.CommandLine;
using FineFlow.Cli.Terminal;
using FineFlow.Experiments.Plans;
using FineFlow.Experiments.Running;
using FineFlow.Torch.Runtime;

namespace FineFlow.Cli.Commands.Experiments;

/// <summary><c>fineflow experiment collect</c>: makes the tables and figures of what is trained in a folder.</summary>
internal static class CollectCommand
{
    public static Command Create()
    {
        var command = new Command("collect", "Make the tables and figures of what is trained in an experiment's folder.")
        {
            ExperimentOptions.Folder, CommonOptions.Json,
        };
        command.SetAction(parsed =>
        {
            var folder = parsed.GetRequiredValue(ExperimentOptions.Folder);
            var list = PlanFile.Read(folder);
            NativeLibraries.Require();
            using var interruption = new Interruption();
            var plan = list.Open(folder, interruption.Token);
            return ExperimentCommand.Finish(parsed, folder, ExperimentFolder.Open(folder, plan).Collect(plan));
        });
        return command;
    }
}
