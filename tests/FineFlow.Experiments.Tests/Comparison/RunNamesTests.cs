using FineFlow.Experiments.Comparison;

namespace FineFlow.Experiments.Tests.Comparison;

public class RunNamesTests
{
    [Theory]
    [InlineData("runs/ha/seed-1 runs/plgf/seed-1", "ha plgf")]
    [InlineData("runs/ha runs/plgf", "ha plgf")]
    [InlineData("/a/ha/seed-1 /a/plgf/seed-2", "ha/seed-1 plgf/seed-2")]
    [InlineData("/a/x /a/b/x", "x b/x")]
    [InlineData("/a/x/ /a/y", "x y")]
    [InlineData("/a/x /a/x", "/a/x /a/x")]
    [InlineData("/a /a/b", "/a /a/b")]
    public void Runs_are_called_by_what_their_paths_do_not_share(string paths, string names) =>
        Assert.Equal(names.Split(' '), RunNames.Of(paths.Split(' ')));
}
