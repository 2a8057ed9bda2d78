using FineFlow.Cli.CommandLine;
using FineFlow.Cli.Commands;

return CommandRunner.Run(FineflowCommand.Create(), args);
