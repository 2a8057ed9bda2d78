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
        var progress = Fineflow.RunWell(TinyPlgf.Train(trained.Data, _folder.File("plgf"), epochs: 1)).Error;

        var places = new[] { "even split ", "historical average ", "kernel history ", "noise floor ", "epoch 1/1" }
            .Select(text => progress.IndexOf(text, StringComparison.Ordinal)).ToList();
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
    }

    [Fact]
    public void A_model_that_beats_nothing_is_told_so()
    {
        var outcome = Fineflow.RunWell("train", "--data", trained.Data, "--model", "mean", "--out", _folder.File("mean"));
        var report = Fineflow.RunWell("train", "--data", trained.Data, "--model", "mean", "--out", _folder.File("again"), "--json").Json();

        Assert.Matches(@"NOT better than kernel history \(.+\), historical average \(.+\), even split \(.+\); it removes", outcome.Out);
        Assert.All(Names, name => Assert.False(report.GetProperty("beats_baselines").GetProperty(name).GetBoolean()));
        Assert.Equal(0, report.GetProperty("removable_share").GetDouble(), tolerance: 1e-5);
    }

    [Fact]
    public void A_model_that_beats_the_even_split_is_told_so()
    {
        var run = _folder.File("ha");
        var report = Fineflow.RunWell("train", "--data", trained.Data, "--model", "ha", "--out", run, "--json").Json();
        var beats = report.GetProperty("beats_baselines");

        Assert.True(beats.GetProperty("even_split").GetBoolean());
        Assert.False(beats.GetProperty("historical_average").GetBoolean(), "it is the same but for rounding");
        Assert.InRange(report.GetProperty("removable_share").GetDouble(), 0.1, 1);
    }

    public void Dispose() => _folder.Dispose();
}
