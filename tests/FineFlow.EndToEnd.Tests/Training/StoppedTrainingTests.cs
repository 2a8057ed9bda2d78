using FineFlow.EndToEnd.Tests.Program;

namespace FineFlow.EndToEnd.Tests.Training;

/// <summary>Trainings that are stopped in every way end with the bytes of one that never was.</summary>
public sealed class StoppedTrainingTests(UninterruptedRun whole) : IClassFixture<UninterruptedRun>, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Random _random = new(20261122);

    private string Run => _folder.File("run");

    [Fact]
    public void Three_sessions_of_an_epoch_with_kills_in_between_equal_one_of_three()
    {
        Fineflow.RunWell(Train(epochs: 1));
        for (var epochs = 2; epochs <= UninterruptedRun.Epochs; epochs++)
        {
            KillWithinEpoch(epochs);
            KillWithinEpoch(epochs);
            Fineflow.RunWell(Train(epochs, "--resume"));
            Assert.Equal(epochs, RunFiles.FinishedEpochs(Run));
        }

        RunFiles.AssertSame(whole.Run, Run);
    }

    [Fact]
    public void Kills_while_files_are_written_lose_nothing()
    {
        // The first temporary file of a session is run.json's; later ones belong to state, history and model.
        for (var kill = 0; kill < 5; kill++)
        {
            KillAtTemporaryFile(number: 2 + kill);
        }

        Fineflow.RunWell(Train(UninterruptedRun.Epochs, "--resume"));
        RunFiles.AssertSame(whole.Run, Run);
    }

    [Fact]
    public void Of_trainings_that_begin_in_one_folder_at_once_one_runs_and_the_others_are_refused()
    {
        var racers = Enumerable.Range(0, 3).Select(_ => Fineflow.Start(Train(UninterruptedRun.Epochs))).ToList();
        var outcomes = racers.ConvertAll(racer => racer.Finish());
        racers.ForEach(racer => racer.Dispose());

        Assert.Equal([0, 2, 2], outcomes.Select(outcome => outcome.ExitCode).Order());
        Assert.All(
            outcomes.Where(outcome => outcome.ExitCode == 2),
            outcome => Assert.Matches("is in use by another process|already holds a run", outcome.Error));
        RunFiles.AssertSame(whole.Run, Run);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public void A_polite_signal_saves_within_the_epoch_and_resuming_gives_the_same_bytes(string signal)
    {
        using (var training = Fineflow.Start(Train(UninterruptedRun.Epochs)))
        {
            training.WaitForStep();
            Assert.SkipWhen(
                signal == "INT" && training.IgnoresInterrupts(),
                "who started the tests has Ctrl-C ignored, as for a job in the background");
            Thread.Sleep(_random.Next(100));
            training.Signal(signal);
            var outcome = training.Finish();

            Assert.Equal(130, outcome.ExitCode);
            Assert.Contains("stopping after this step", outcome.Error, StringComparison.Ordinal);
            Assert.Contains("--resume", outcome.Out, StringComparison.Ordinal);
        }

        var (epoch, step) = RunFiles.Position(Run);
        Assert.True(step is > 0 and < UninterruptedRun.Steps, $"stopped after {epoch} epochs and {step} steps, not within an epoch");
        Fineflow.RunWell(Train(UninterruptedRun.Epochs, "--resume"));
        RunFiles.AssertSame(whole.Run, Run);
    }

    public void Dispose() => _folder.Dispose();

    private string[] Train(int epochs, params string[] more) => UninterruptedRun.Train(whole.Data, Run, epochs, more);

    private void KillWithinEpoch(int epochs)
    {
        using var training = Fineflow.Start(Train(epochs, "--resume"));
        training.WaitForStep();
        Thread.Sleep(_random.Next(200));
        training.Kill();
        Assert.Equal(epochs - 1, RunFiles.FinishedEpochs(Run));
    }

    private void KillAtTemporaryFile(int number)
    {
        var (seen, isReached) = (0, new TaskCompletionSource());
        using var watcher = new FileSystemWatcher(_folder.Path, "*.tmp") { IncludeSubdirectories = true };
        watcher.Created += (_, _) =>
        {
            if (Interlocked.Increment(ref seen) == number)
            {
                isReached.SetResult();
            }
        };
        watcher.EnableRaisingEvents = true;
        using var training = Fineflow.Start(Train(UninterruptedRun.Epochs, "--resume"));
        training.WaitUntil(isReached.Task);
        if (training.Runs)
        {
            training.Kill();
        }
    }
}
