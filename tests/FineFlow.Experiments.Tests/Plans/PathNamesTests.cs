using CsCheck;
using FineFlow.Experiments.Plans;

namespace FineFlow.Experiments.Tests.Plans;

public sealed class PathNamesTests
{
    [Theory]
    [InlineData("wo/ Local-Global Fusion", "wo-local-global-fusion")]
    [InlineData("loss.beta=0.05", "loss-beta-0.05")]
    [InlineData("../../etc/passwd", "etc-passwd")]
    [InlineData("...", "")]
    [InlineData("1..9", "1-9")]
    [InlineData("C:\\x", "c-x")]
    [InlineData("Zürich", "z-rich")]
    public void Names_become_folders(string name, string folder) => Assert.Equal(folder, PathNames.Of(name));

    [Fact]
    public void No_name_leaves_its_folder() => Gen.String.Sample(name =>
    {
        var folder = PathNames.Of(name);
        Assert.Matches(@"^([a-z0-9]([a-z0-9.-]*[a-z0-9])?)?$", folder);
        Assert.DoesNotContain("..", folder, StringComparison.Ordinal);
        Assert.True(folder.Length <= 60);
    });
}
