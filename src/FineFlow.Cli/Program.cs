using FineFlow.Cli.Commands;
using FineFlow.Cli.Terminal;

return CommandRunner.Run(FineflowCommand.Create(), args);
