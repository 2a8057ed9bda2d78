using FineFlow.Core.Storage;

namespace FineFlow.Core.Tests.Storage;

public sealed class FolderExchangeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Ways => ["in one step where the system can", "by renames"];

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Ways))]
    public void Folders_change_places(string way)
    {
        var (first, second) = (Folder("erste Straße", "a"), Folder("second", "b"));
        Exchange(way)(first, second);
        Assert.Equal("b", File.ReadAllText(Path.Combine(first, "file")));
        Assert.Equal("a", File.ReadAllText(Path.Combine(second, "file")));
        Assert.Equal(2, Directory.GetFileSystemEntries(_folder.Path).Length);
    }

    [Theory, MemberData(nameof(Ways))]
    public void Nothing_moves_where_one_is_not_there(string way)
    {
        var second = Folder("second", "b");
        Assert.ThrowsAny<IOException>(() => Exchange(way)(_folder.File("nowhere"), second));
        Assert.Equal("b", File.ReadAllText(Path.Combine(second, "file")));
        Assert.Single(Directory.GetFileSystemEntries(_folder.Path));
    }

    private static Action<string, string> Exchange(string way) =>
        way == "by renames" ? FolderExchange.ExchangeByRenames : FolderExchange.Exchange;

    private string Folder(string name, string text)
    {
        var folder = Directory.CreateDirectory(_folder.File(name)).FullName;
        File.WriteAllText(Path.Combine(folder, "file"), text);
        return folder;
    }
}
