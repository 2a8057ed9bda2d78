using FineFlow.EndToEnd.Tests.Program;

namespace FineFlow.EndToEnd.Tests.Training;

/// <summary>Trainings by several processes of Open MPI on this machine.</summary>
public sealed class MpirunTests(MpirunTests.OneProcess alone) : IClassFixture<MpirunTests.OneProcess>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Run => _folder.File("run");

    /// <summary>The run of one process has micro-batches of two samples of eight.</summary>
    [Fact]
    public void Two_processes_end_with_the_bytes_of_one()
    {
        Mpirun.Require();
        var outcome = Mpirun.RunWell(2, Train("--micro-batch", "2", "--json"));

        Assert.Equal("completed", outcome.Json().GetProperty("end").GetString());
        Assert.Equal(2, outcome.Json().GetProperty("micro_batch").GetInt32());
        Assert.Single(outcome.Error.Split('\n'), line => line.StartsWith("epoch 1/2  loss", StringComparison.Ordinal));
        RunFiles.AssertSame(alone.Run, Run);
    }

    [Fact]
    public void Four_processes_take_a_micro_batch_each_and_end_with_the_bytes_of_one()
    {
        Mpirun.Require();
        var outcome = Mpirun.RunWell(4, Train());

        Assert.Contains(
            "4 processes share the batches of 8: 2 sample(s) at once, 1 thread(s) each", outcome.Error, StringComparison.Ordinal);
        RunFiles.AssertSame(alone.Run, Run);
    }

    /// <summary>
    /// SIGUSR1 is passed on at once. Of Ctrl-C mpirun makes SIGTERM after a second, and SIGKILL after another: a busy machine saves in time
    /// or not.
    /// </summary>
    [Fact]
    public void A_run_that_is_killed_stopped_and_interrupted_ends_with_the_same_bytes()
    {
        Mpirun.Require();
        using (var training = Mpirun.Start(2, Train("--micro-batch", "2")))
        {
            training.WaitFor(() => RunFiles.FinishedEpochs(Run) == 1, "no epoch was finished", pause: 5);
            Mpirun.Kill(training, rank: 1);
            Assert.NotEqual(0, training.Finish().ExitCode);
            Assert.Equal((1, 0), RunFiles.Position(Run));
        }

        using (var training = Mpirun.Start(2, Train("--resume")))
        {
            training.WaitForStep();
            training.Signal("USR1");
            var outcome = training.Finish();
            Assert.NotEqual(0, outcome.ExitCode);
            Assert.Contains("stopping after this step", outcome.Error, StringComparison.Ordinal);
            Assert.Contains("--resume", outcome.Out, StringComparison.Ordinal);
            Assert.InRange(RunFiles.Position(Run).Step, 1, OneProcess.Steps - 1);
        }

        using (var training = Mpirun.Start(2, Train("--resume")))
        {
            training.WaitForStep();
            training.Signal("INT");
            training.Finish();
        }

        Fineflow.RunWell(Train("--resume"));
        RunFiles.AssertSame(alone.Run, Run);
    }

    [Fact]
    public void What_cannot_be_shared_is_refused_in_one_line_by_all()
    {
        Mpirun.Require();
        var outcome = Mpirun.Run(2, Train("--micro-batch", "5"));

        var said = outcome.Error.Split('\n').Where(line => line.StartsWith("fineflow: ", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("setting 'micro_batch': is 5, which leaves some of 2 processes", Assert.Single(said), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Run));
    }

    public void Dispose() => _folder.Dispose();

    private string[] Train(params string[] more) => OneProcess.Train(alone.Data, Run, more);

    /// <summary>A training by one process, for others to be compared with.</summary>
    public sealed class OneProcess : IDisposable
    {
        public const int Steps = 40;
        private const int BatchSize = 8, Epochs = 2;

        private readonly TemporaryFolder _folder = new();

        public OneProcess()
        {
            City.Write(Data, train: (Steps * BatchSize) - 3); // the last batch is a short one
            Fineflow.RunWell(Train(Data, Run, "--micro-batch", "2"));
        }

        public string Data => _folder.File("data");

        public string Run => _folder.File("run");

        public static string[] Train(string data, string run, params string[] more) =>
            TinyPlgf.Train(data, run, Epochs, ["--batch-size", $"{BatchSize}", .. more]);

        public void Dispose() => _folder.Dispose();
    }
}
