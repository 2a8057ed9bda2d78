using FineFlow.EndToEnd.Tests.Program;

namespace FineFlow.EndToEnd.Tests.Refusals;

/// <summary>The program with the variables that <c>mpirun</c> sets, but without it.</summary>
public sealed class SeveralProcessesTests(TrainedRun trained) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_command_that_shares_no_work_is_refused() => Start(size: "4", rank: "0", ["evaluate", trained.Run, "--data", trained.Data])
        .AssertRefused("command evaluate: runs in one process, but mpirun started 4; of all commands, train shares its work");

    [Fact]
    public void Another_process_names_itself() => Assert.StartsWith(
        "fineflow: process 3: command evaluate: runs in one process",
        Start(size: "4", rank: "3", ["evaluate", trained.Run, "--data", trained.Data]).Error,
        StringComparison.Ordinal);

    [Fact]
    public void Help_is_shown_however_many_there_are() =>
        Assert.Equal(0, Start(size: "4", rank: "0", ["evaluate", "--help"]).ExitCode);

    [Fact]
    public void A_variable_that_is_no_number_is_refused() => Start(size: "many", rank: "0", ["models"])
        .AssertRefused("environment variable OMPI_COMM_WORLD_SIZE: is 'many'; mpirun sets it to a whole number");

    /// <summary>Open MPI is missing, or it knows of one process alone.</summary>
    [Fact]
    public void A_training_that_mpirun_did_not_start_is_refused_and_nothing_is_written()
    {
        var run = _folder.File("run");
        var outcome = Start(size: "2", rank: "0", TinyPlgf.Train(trained.Data, run, epochs: 1));

        Assert.Equal(2, outcome.ExitCode);
        Assert.Matches(
            @"(?m)^fineflow: (libmpi\.so\.40: was not found|environment variable OMPI_COMM_WORLD_SIZE: says process 0 of 2, but)", outcome.Error);
        Assert.False(Directory.Exists(run));
    }

    public void Dispose() => _folder.Dispose();

    private static Outcome Start(string size, string rank, string[] arguments)
    {
        using var program = Fineflow.Start(Fineflow.Path, arguments, new Dictionary<string, string>
        {
            ["OMPI_COMM_WORLD_SIZE"] = size,
            ["OMPI_COMM_WORLD_RANK"] = rank,
            ["OMPI_COMM_WORLD_LOCAL_SIZE"] = "1",
        });
        return program.Finish();
    }
}
