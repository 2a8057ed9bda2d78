using FineFlow.Core.Storage;

namespace FineFlow.Core.Tests.Storage;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string[] Paths => [_folder.File("a"), _folder.File("b")];

    [Fact]
    public void Several_files_appear_with_what_was_written()
    {
        AtomicFile.WriteAll(Paths, streams =>
        {
            streams[1].Write("two"u8);
            streams[0].Write("one"u8);
            Assert.All(Paths, path => Assert.False(File.Exists(path)));
        });

        Assert.Equal(["one", "two"], Paths.Select(File.ReadAllText));
    }

    [Fact]
    public void Of_several_files_none_changes_where_one_fails()
    {
        File.WriteAllText(Paths[0], "old");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.WriteAll(Paths, streams =>
        {
            streams[0].Write("new"u8);
            throw new InvalidOperationException("no");
        }));

        Assert.Equal("old", File.ReadAllText(Paths[0]));
        Assert.Equal([Paths[0]], Directory.GetFiles(_folder.Path));
    }

    public void Dispose() => _folder.Dispose();
}
