using FineFlow.Core.Storage;

namespace FineFlow.Core.Tests.Storage;

public sealed class FolderLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_has_one_holder_at_a_time()
    {
        var path = _folder.File("new/run");
        using (FolderLock.Take(path))
        {
            Assert.Contains(
                "in use by another process",
                Assert.Throws<BadInputException>(() => FolderLock.Take(path)).Message,
                StringComparison.Ordinal);
        }

        Assert.True(TemporaryFiles.IsAllIn(path), "the lock that stays is taken for something of the user's");
        FolderLock.Take(path).Dispose();
    }

    [Fact]
    public void A_file_in_the_folders_place_is_named()
    {
        File.WriteAllText(_folder.File("file"), "");
        Assert.StartsWith(
            _folder.File("file"),
            Assert.Throws<BadInputException>(() => FolderLock.Take(_folder.File("file"))).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".lock", true)]
    [InlineData("run.json.0123456789abcdef0123456789abcdef.tmp", true)]
    [InlineData("run.json", false)]
    [InlineData("notes.tmp", false)]
    [InlineData("my.lock", false)]
    [InlineData("x.0123.tmp", false)]
    public void Only_what_this_program_leaves_is_a_left_over(string name, bool left) => Assert.Equal(left, TemporaryFiles.Is(name));

    [Fact]
    public void A_place_that_can_be_written_is_left_as_it_was()
    {
        AtomicFile.RequireWritable(_folder.File("new/Y.npy"));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.File("new")));
        Assert.Contains(
            "is a folder",
            Assert.Throws<BadInputException>(() => AtomicFile.RequireWritable(_folder.Path)).Message,
            StringComparison.Ordinal);
        File.WriteAllText(_folder.File("file"), "");
        Assert.Contains(
            "cannot be written",
            Assert.Throws<BadInputException>(() => AtomicFile.RequireWritable(_folder.File("file/Y.npy"))).Message,
            StringComparison.Ordinal);
    }
}
