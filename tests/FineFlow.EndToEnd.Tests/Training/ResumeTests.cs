using FineFlow.EndToEnd.Tests.Program;

namespace FineFlow.EndToEnd.Tests.Training;

/// <summary>What --resume keeps, and what it refuses to change.</summary>
public sealed class ResumeTests(TrainedRun trained) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Run => _folder.File("run");

    [Fact]
    public void Resuming_a_finished_run_changes_nothing_and_says_so()
    {
        trained.CopyTo(Run);
        var report = Fineflow.RunWell([.. Resume(epochs: 1), "--json"]).Json();

        Assert.Equal("completed", report.GetProperty("end").GetString());
        Assert.Equal(1, report.GetProperty("epochs").GetInt32());
        RunFiles.AssertSame(trained.Run, Run);
    }

    [Fact]
    public void Without_a_run_resuming_begins_one()
    {
        Fineflow.RunWell(Resume(epochs: 1));

        RunFiles.AssertSame(trained.Run, Run);
    }

    [Fact]
    public void A_run_does_not_go_on_with_another_model() =>
        Fineflow.Run("train", "--data", trained.Data, "--model", "ha", "--out", trained.Run, "--resume")
            .AssertRefused("model: is plgf in this run");

    [Theory]
    [InlineData("--seed", "4", "setting 'seed': is 0 in this run and 4 was asked for")]
    [InlineData("--loss", "mse", "loss: is dualfocal in this run")]
    [InlineData("--recipe", "reference", "recipe: is common in this run")]
    [InlineData("--batch-size", "7", "setting 'batch_size': is 20 in this run")]
    [InlineData("--learning-rate", "0.1", "setting 'learning_rate': is 0.0003 in this run")]
    [InlineData("--ema", "0.9", "setting 'ema': is none in this run and 0.9 was asked for")]
    [InlineData("--set", "use_film=false", "setting 'use_film': is true in this run and false was asked for")]
    [InlineData("--set", "nosuch=1", "setting 'nosuch': is unknown to this run")]
    public void What_a_run_began_with_cannot_be_changed(string option, string value, string words)
    {
        trained.CopyTo(Run);
        var before = File.ReadAllText(Path.Combine(Run, "run.json"));

        Fineflow.Run([.. Resume(epochs: 2), option, value]).AssertRefused(words);
        Assert.Equal(before, File.ReadAllText(Path.Combine(Run, "run.json")));
        RunFiles.AssertSame(trained.Run, Run);
    }

    [Fact]
    public void Other_data_are_refused_and_the_plan_stays_as_it_was()
    {
        trained.CopyTo(Run);
        var before = File.ReadAllText(Path.Combine(Run, "run.json"));
        var other = City.Write(_folder.File("other"), train: 24);

        Fineflow.Run(TinyPlgf.Train(other, Run, epochs: 2, "--resume")).AssertRefused(other, "other data than this run began with");
        Assert.Equal(before, File.ReadAllText(Path.Combine(Run, "run.json")));
    }

    [Fact]
    public void Another_number_of_threads_is_warned_of()
    {
        trained.CopyTo(Run);
        var outcome = Fineflow.RunWell("train", "--data", trained.Data, "--out", Run, "--resume", "--epochs", "1", "--threads", "2");

        Assert.StartsWith("fineflow: warning: --threads 2 instead of the run's 1", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Smaller_pieces_are_warned_of_and_take_a_run_to_its_end()
    {
        trained.CopyTo(Run);
        var outcome = Fineflow.RunWell([.. Resume(epochs: 2), "--micro-batch", "8"]);

        Assert.StartsWith("fineflow: warning: --micro-batch 8 instead of whole steps", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(2, RunFiles.FinishedEpochs(Run));
    }

    public void Dispose() => _folder.Dispose();

    private string[] Resume(int epochs) => TinyPlgf.Train(trained.Data, Run, epochs, "--resume");
}
