using System.CommandLine;
using FineFlow.Cli.CommandLine;
using FineFlow.Core;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Cli.Tests.CommandLine;

[Collection(nameof(InProcess))]
public class CommandRunnerTests
{
    private const string Trace = "FINEFLOW_TRACE";

    [Fact]
    public void A_failure_that_nobody_foresaw_is_one_line_and_exit_code_70()
    {
        var (code, error) = Run(() => throw new InvalidOperationException("too many cooks\n   at native frame #0"));

        Assert.Equal(70, code);
        Assert.Equal(
            $"fineflow: unforeseen InvalidOperationException: too many cooks (please report it with the trace that {Trace}=1 shows)\n",
            error);
    }

    [Fact]
    public void The_trace_of_such_a_failure_is_there_for_who_asks()
    {
        Environment.SetEnvironmentVariable(Trace, "1");
        try
        {
            var (code, error) = Run(() => throw new InvalidOperationException("too many cooks"));

            Assert.Equal(70, code);
            Assert.StartsWith(
                "fineflow: unforeseen InvalidOperationException: too many cooks (the trace follows)\n", error, StringComparison.Ordinal);
            Assert.Contains($"   at {typeof(CommandRunnerTests).FullName}", error, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable(Trace, null);
        }
    }

    [Fact]
    public void Bad_input_is_one_line() =>
        Assert.Equal((2, "fineflow: X.npy: is a surprise\n"), Run(() => throw new BadInputException("X.npy", "is a surprise")));

    [Fact]
    public void A_file_system_that_fails_is_one_line_and_no_bug() => Assert.Equal(
        (2, "fineflow: a file or folder cannot be used: Input/output error : '/data/X.npy'\n"),
        Run(() => throw new IOException("Input/output error : '/data/X.npy'")));

    [Fact]
    public void A_training_that_diverges_is_a_failed_check_and_codes_for_the_terminal_are_taken_out() =>
        Assert.Equal((1, "fineflow: the loss  [31mis NaN\n"), Run(() => throw new TrainingDivergedException("the loss\n\e[31mis NaN")));

    [Fact]
    public void A_cancelled_command_exits_as_interrupted() =>
        Assert.Equal((130, "interrupted\n"), Run(() => throw new OperationCanceledException()));

    private static (int Code, string Error) Run(Action action)
    {
        var command = new Command("work", "Fails.");
        command.SetAction(_ =>
        {
            action();
            return 0;
        });
        var stderr = Console.Error;
        using var captured = new StringWriter { NewLine = "\n" };
        Console.SetError(captured);
        try
        {
            return (CommandRunner.Run(new RootCommand("test") { command }, ["work"]), captured.ToString());
        }
        finally
        {
            Console.SetError(stderr);
        }
    }
}
