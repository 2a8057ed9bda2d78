using FineFlow.Cli.CommandLine;
using FineFlow.Core;
using FineFlow.Torch.Training.Processes;

namespace FineFlow.Cli.Tests.CommandLine;

[Collection(nameof(InProcess))]
public sealed class SeveralProcessesTests
{
    private static readonly LaunchedProcess Second = new(4, 1, 4);

    public static TheoryData<string> Commands => [.. CommandTree.Leaves.Select(leaf => string.Join(' ', leaf.Words))];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Commands_that_share_no_work_are_refused(string command)
    {
        if (command == "train")
        {
            Check(command, Second);
            return;
        }

        var refusal = Assert.Throws<BadInputException>(() => Check(command, Second)).Message;
        Assert.Equal(
            $"command {command.Split(' ')[^1]}: runs in one process, but mpirun started 4; only train shares its work", refusal);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void No_command_is_refused_to_one_process_nor_its_help_to_several(string command)
    {
        Check(command, LaunchedProcess.Alone);
        Check(command, new(1, 0, 1));
        Check($"{command} --help", Second);
    }

    private static void Check(string words, LaunchedProcess launched) =>
        SeveralProcesses.Check(InProcess.Program.Parse(words.Split(' ')), launched);
}
