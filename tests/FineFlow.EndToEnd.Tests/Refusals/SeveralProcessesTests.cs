using FineFlow.EndToEnd.Tests.Program;

namespace FineFlow.EndToEnd.Tests.Refusals;

/// <summary>The program with the variables that <c>mpirun</c> sets, but without it.</summary>
public sealed class SeveralProcessesTests(TrainedRun trained) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Open MPI is missing, or it knows of one process alone.</summary>
    [Fact]
    public void A_training_that_mpirun_did_not_start_is_refused_and_nothing_is_written()
    {
        var run = _folder.File("run");
        using var program = Fineflow.Start(Fineflow.Path, TinyPlgf.Train(trained.Data, run, epochs: 1), new Dictionary<string, string?>
        {
            ["OMPI_COMM_WORLD_SIZE"] = "2",
            ["OMPI_COMM_WORLD_RANK"] = "0",
            ["OMPI_COMM_WORLD_LOCAL_SIZE"] = "1",
        });
        var outcome = program.Finish();

        Assert.Equal(2, outcome.ExitCode);
        Assert.Matches(
            @"(?m)^fineflow: (libmpi\.so\.40: was not found|environment variable OMPI_COMM_WORLD_SIZE: says process 0 of 2, but)",
            outcome.Error);
        Assert.False(Directory.Exists(run));
    }

    public void Dispose() => _folder.Dispose();
}
