using FineFlow.Core;
using FineFlow.Engine.Bundles;
using FineFlow.Engine.Tests.Fixtures;

namespace FineFlow.Engine.Tests.Bundles;

public sealed class BundleDirectoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Models_are_the_folders_with_bundles_and_nothing_else()
    {
        SmallBundles.Write(_folder.File("b/1"), "mean");
        SmallBundles.Write(_folder.File("a"), "mean");
        SmallBundles.Write(_folder.File("run/model"), "mean");
        SmallBundles.Write(_folder.File(".hidden"), "mean");
        SmallBundles.Write(_folder.File("a b"), "mean");
        Directory.CreateDirectory(_folder.File("city"));
        Directory.CreateDirectory(_folder.File("empty/1"));
        Assert.Equal(["a", "b", "run"], new BundleDirectory(_folder.Path).Models());
    }

    [Fact]
    public void The_newest_version_comes_first_and_ten_is_newer_than_nine()
    {
        foreach (var version in new[] { "9", "10", "beta", "2" })
        {
            SmallBundles.Write(_folder.File($"a/{version}"), "mean");
        }

        Assert.Equal(["10", "9", "2", "beta"], new BundleDirectory(_folder.Path).Versions("a").Select(source => source.Version));
    }

    [Fact]
    public void A_single_bundle_gets_another_version_when_it_changes()
    {
        SmallBundles.Write(_folder.File("a"), seed: 1);
        var directory = new BundleDirectory(_folder.Path);
        var before = Assert.Single(directory.Versions("a")).Version;
        Assert.Equal(before, Assert.Single(directory.Versions("a")).Version);
        SmallBundles.Write(_folder.File("a"), seed: 2);
        Assert.NotEqual(before, Assert.Single(directory.Versions("a")).Version);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("../other")]
    [InlineData("a/1")]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("A")]
    public void What_is_not_the_name_of_a_folder_there_is_no_model(string name)
    {
        SmallBundles.Write(_folder.File("models/a/1"), "mean");
        SmallBundles.Write(_folder.File("other/1"), "mean");
        Assert.Empty(new BundleDirectory(_folder.File("models")).Versions(name));
    }

    [Fact]
    public void A_directory_that_is_not_there_is_refused() =>
        Assert.Throws<BadInputException>(() => new BundleDirectory(_folder.File("none")));
}
