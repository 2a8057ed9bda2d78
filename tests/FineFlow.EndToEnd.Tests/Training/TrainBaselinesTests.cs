using FineFlow.EndToEnd.Tests.Program;

namespace FineFlow.EndToEnd.Tests.Training;

/// <summary>A training shows what costs nothing before its first epoch, and says at its end whether the model beats it.</summary>
public sealed class TrainBaselinesTests(TrainedRun trained) : IDisposable
{
    private static readonly string[] Names = ["even_split", "historical_average", "kernel_history"];

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void The_baselines_come_before_the_first_epoch()
    {
        var progress = Fineflow.RunProcessWell(TinyPlgf.Train(trained.Data, _folder.File("plgf"), epochs: 1)).Error;

        var places = new[] { "even split ", "historical average ", "kernel history ", "noise floor ", "epoch 1/1" }
            .Select(text => progress.IndexOf(text, StringComparison.Ordinal)).ToList();
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
    }

    [Fact]
    public void A_model_that_is_a_baseline_does_not_beat_it()
    {
        var outcome = Fineflow.RunWell("train", "--data", trained.Data, "--model", "mean", "--out", _folder.File("mean"));

        Assert.Matches(@"NOT better than .*even split \(.+\); it removes 0\.0 % of the removable error", outcome.Out);
    }

    [Theory]
    [InlineData("mean", "even_split")]
    [InlineData("ha", "historical_average")]
    [InlineData("kha", "kernel_history")]
    public void Which_baselines_a_model_beats_follows_from_their_errors(string model, string itself)
    {
        var run = _folder.File(model);
        var report = Fineflow.RunWell("train", "--data", trained.Data, "--model", model, "--out", run, "--threads", "1", "--json").Json();
        var (beats, baselines) = (report.GetProperty("beats_baselines"), report.GetProperty("baselines"));

        Assert.False(beats.GetProperty(itself).GetBoolean(), "it is the same but for rounding");
        Assert.All(Names.Where(name => name != itself), name => Assert.Equal(
            report.GetProperty("valid").GetProperty("mse").GetDouble() < baselines.GetProperty(name).GetProperty("mse").GetDouble(),
            beats.GetProperty(name).GetBoolean()));
    }

    public void Dispose() => _folder.Dispose();
}
