using FineFlow.EndToEnd.Tests.Program;

namespace FineFlow.EndToEnd.Tests.Refusals;

/// <summary>Command lines that cannot be meant: one line, exit code 2, no run folder.</summary>
public sealed class CommandLineTests(TrainedRun trained) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("nosuch", "'nosuch'", "(see fineflow --help)")]
    [InlineData("trian", "unknown command 'trian'; did you mean fineflow train? (see fineflow --help)")]
    [InlineData("data grid trips.csv --grd 64x64", "unknown option '--grd'; did you mean --grid? (see fineflow data grid --help)")]
    [InlineData("data nosuch", "'nosuch'", "(see fineflow data --help)")]
    [InlineData("doctor --nosuch", "'--nosuch'", "(see fineflow doctor --help)")]
    [InlineData("doctor @/etc/hostname", "'@/etc/hostname'")]
    [InlineData("models one two", "'two'")]
    [InlineData("train", "'--data' is required", "(see fineflow train --help)")]
    [InlineData("parity", "'parity'", "(see fineflow parity --help)")]
    public void An_incomplete_or_unknown_command_is_refused(string arguments, params string[] words) =>
        Fineflow.Run(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)).AssertRefused(words);

    [Theory]
    [InlineData("--epochs 0", "'epochs': is 0", "between 1 and")]
    [InlineData("--epochs -1", "'epochs': is -1")]
    [InlineData("--epochs abc", "--epochs: is 'abc'; expected a whole number")]
    [InlineData("--epochs", "'--epochs'")]
    [InlineData("--epochs 1 --epochs 2", "'--epochs'")]
    [InlineData("--batch-size 0", "'batch_size': is 0")]
    [InlineData("--learning-rate 0", "'learning_rate': is 0")]
    [InlineData("--learning-rate 1,5", "--learning-rate: is '1,5'")]
    [InlineData("--learning-rate NaN", "--learning-rate: is 'NaN'")]
    [InlineData("--patience 0", "'patience': is 0")]
    [InlineData("--threads 0", "'threads': is 0; it must be between 1 and 4096")]
    [InlineData("--threads many", "--threads: is 'many'")]
    [InlineData("--device tpu", "setting 'device': is 'tpu'; expected cpu, cuda, cuda:N or auto", "(option --device)")]
    [InlineData("--device cuda:99", "setting 'device': is cuda:99", "(option --device)")]
    [InlineData("--seed text", "--seed: is 'text'")]
    [InlineData("--model nosuch", "model 'nosuch': is unknown", "plgf")]
    [InlineData("--loss nosuch", "loss 'nosuch': is unknown", "dualfocal")]
    [InlineData("--recipe nosuch", "recipe 'nosuch': is unknown", "common")]
    [InlineData("--set foo", "option --set: 'foo'")]
    [InlineData("--set base_channels=16 --set base_channels=16", "option --set: 'base_channels=16'", "each key once")]
    [InlineData("--set nosuch=1", "setting 'nosuch': is unknown to plgf")]
    [InlineData("--set loss.nosuch=1", "setting 'nosuch': is unknown to loss dualfocal")]
    [InlineData("--set base_channels=abc", "setting 'base_channels': cannot be \"abc\"")]
    [InlineData("--set base_channels=null", "setting 'base_channels': cannot be null")]
    [InlineData("--set base_channels=7", "setting 'base_channels': is 7; it must be between 8 and 1024")]
    [InlineData("--set scaler_x=1e999", "setting 'scaler_x': is", "Infinity")]
    [InlineData("--set height=5", "setting 'height': is 5, but")]
    [InlineData("--exact --project", "options --exact and --project")]
    [InlineData("--project", "plgf: normalises by itself")]
    public void A_value_that_training_cannot_use_is_refused_and_no_folder_is_made(string arguments, params string[] words)
    {
        string[] command = ["train", "--data", trained.Data, "--out", _folder.File("run"), .. TinyPlgf.UnlessNamed(arguments)];
        Fineflow.Run(command).AssertRefused(words);
        Assert.Empty(Listing.Of(_folder.Path));
    }

    [Fact]
    public void An_empty_argument_is_refused()
    {
        Fineflow.Run("train", "--data", trained.Data, "--out", "").AssertRefused("an argument is empty");
        Fineflow.Run("data", "inspect", "").AssertRefused("an argument is empty");
    }

    [Theory]
    [InlineData("--split nosuch", "has no split 'nosuch'; it has train, valid, test")]
    [InlineData("--project", "plgf: normalises by itself")]
    [InlineData("--threads -1", "'threads': is -1", "(option --threads)")]
    [InlineData("--device cuda:99", "setting 'device': is cuda:99", "(option --device)")]
    public void A_value_that_evaluation_cannot_use_is_refused(string arguments, params string[] words) =>
        Fineflow.Run(["evaluate", trained.Run, "--data", trained.Data, .. arguments.Split(' ')]).AssertRefused(words);

    public void Dispose() => _folder.Dispose();
}
