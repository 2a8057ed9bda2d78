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
        Assert.Single(outcome.Error.Split('\n'), line => line.StartsWith("epoch 1/2", StringComparison.Ordinal));
        RunFiles.AssertSame(alone.Run, Run);
    }

    [Fact]
    public void Four_processes_take_a_micro_batch_each_and_end_with_the_bytes_of_one()
    {
        Mpirun.Require();
        var outcome = Mpirun.RunWell(4, Train());

        Assert.Contains("4 processes share the batches of 8: 2 sample(s) at once, 1 thread(s) each", outcome.Error, StringComparison.Ordinal);
        RunFiles.AssertSame(alone.Run, Run);
    }

    [Fact]
    public void A_killed_process_ends_the_others_and_the_run_goes_on_to_the_same_bytes()
    {
        Mpirun.Require();
        using (var training = Mpirun.Start(2, Train("--micro-batch", "2")))
        {
            training.WaitFor(() => RunFiles.FinishedEpochs(Run) > 0, "no epoch was finished", pause: 5);
            Mpirun.Kill(training, rank: 1);
            Assert.NotEqual(0, training.Finish().ExitCode);
        }

        Assert.Equal(1, RunFiles.FinishedEpochs(Run));
        Mpirun.RunWell(4, Train("--resume"));
        RunFiles.AssertSame(alone.Run, Run);
    }

    /// <summary>Both signals reach all processes as SIGTERM: so mpirun has it.</summary>
    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public void A_polite_signal_to_mpirun_saves_within_the_epoch_and_one_process_goes_on(string signal)
    {
        Mpirun.Require();
        using (var training = Mpirun.Start(2, Train("--micro-batch", "2")))
        {
            training.WaitForStep();
            Assert.SkipWhen(signal == "INT" && training.IgnoresInterrupts(), "the tests were started with Ctrl-C ignored");
            training.Signal(signal);
            var outcome = training.Finish();

            Assert.NotEqual(0, outcome.ExitCode);
            Assert.Contains("stopping after this step", outcome.Error, StringComparison.Ordinal);
            Assert.Contains("--resume", outcome.Out, StringComparison.Ordinal);
        }

        Assert.InRange(RunFiles.Position(Run).Step, 1, OneProcess.Steps - 1);
        Fineflow.RunWell(Train("--resume"));
        RunFiles.AssertSame(alone.Run, Run);
    }

    [Theory]
    [InlineData("--micro-batch 5", "setting 'micro_batch': is 5, which leaves some of 2 processes without samples of a batch of 8")]
    [InlineData("--batch-size 1", "setting 'batch_size': is 1, fewer than the 2 processes that share a batch")]
    [InlineData("--model urbanfm", "model urbanfm: normalises over the whole batch, which 2 processes cannot share")]
    [InlineData("--nosuch", "unknown option '--nosuch'")]
    public void What_cannot_be_shared_is_refused_in_one_line_by_all(string options, string words)
    {
        Mpirun.Require();
        var outcome = Mpirun.Run(2, ["train", "--data", alone.Data, "--out", Run, "--batch-size", "8", .. TinyPlgf.UnlessNamed(options)]);

        var said = outcome.Error.Split('\n').Where(line => line.StartsWith("fineflow: ", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(words, Assert.Single(said), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Run));
    }

    public void Dispose() => _folder.Dispose();

    private string[] Train(params string[] more) => OneProcess.Train(alone.Data, Run, more);

    /// <summary>A training by one process, for others to be compared with.</summary>
    public sealed class OneProcess : IDisposable
    {
        public const int Steps = 60;
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
