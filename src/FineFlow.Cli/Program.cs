using System.CommandLine;
using FineFlow.Cli.Commands;
using FineFlow.Cli.Terminal;

var root = new RootCommand("FineFlow turns coarse city flow counts into fine maps that add up.")
{
    DemoCommand.Create(),
    DataCommand.Create(),
    TrainCommand.Create(),
    EvaluateCommand.Create(),
    CompareCommand.Create(),
    ReportCommand.Create(),
    PredictCommand.Create(),
    ServeCommand.Create(),
    ModelsCommand.Create(),
    ImportWeightsCommand.Create(),
    ExperimentCommand.Create(),
    ParityCommand.Create(),
    BenchCommand.Create(),
    DoctorCommand.Create(),
};

return CommandRunner.Run(root, args);
