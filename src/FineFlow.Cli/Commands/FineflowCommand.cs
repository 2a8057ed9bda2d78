using System.CommandLine;
using FineFlow.Cli.CommandLine;
using FineFlow.Cli.CommandLine.Help;
using FineFlow.Cli.Commands.Continual;
using FineFlow.Cli.Commands.Experiments;

namespace FineFlow.Cli.Commands;

/// <summary><c>fineflow</c>: the root of all commands.</summary>
internal static class FineflowCommand
{
    public static RootCommand Create()
    {
        var root = new RootCommand("FineFlow turns coarse city flow counts into fine maps that add up.")
        {
            DemoCommand.Create(),
            CityCommand.Create(),
            DataCommand.Create(),
            TrainCommand.Create(),
            EvaluateCommand.Create(),
            CompareCommand.Create(),
            DriftCommand.Create(),
            ReportCommand.Create(),
            PredictCommand.Create(),
            ZonesCommand.Create(),
            ExportCommand.Create(),
            RefreshCommand.Create(),
            ServeCommand.Create(),
            ModelsCommand.Create(),
            ImportWeightsCommand.Create(),
            ExperimentCommand.Create(),
            ContinualCommand.Create(),
            ParityCommand.Create(),
            BenchCommand.Create(),
            DoctorCommand.Create(),
            CompletionsCommand.Create(),
        };
        root.Add(HelpCommand.Create(root));
        root.Add(ManualCommand.Create(root));
        LibtorchOption.AddTo(root);
        HelpWithExamples.AddTo(root);
        Completion.AddTo(root);
        return root;
    }
}
