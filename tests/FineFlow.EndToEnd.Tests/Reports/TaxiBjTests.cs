using FineFlow.EndToEnd.Tests.Program;

namespace FineFlow.EndToEnd.Tests.Reports;

public sealed class TaxiBjTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_archive_is_fetched_imported_and_divided_again()
    {
        var archives = _folder.File("taxibj");
        var source = RawFiles.TaxiBjArchive(_folder);
        var fetched = Fineflow.RunWell("data", "fetch", "taxibj", "--task", "2", "--from", source, "--out", archives, "--json").Json();
        Assert.Contains("MIT", fetched.GetProperty("licence").GetString(), StringComparison.Ordinal);
        var zip = Assert.Single(fetched.GetProperty("archives").EnumerateArray()).GetProperty("file").GetString()!;

        var imported = Fineflow.RunWell("data", "import", "taxibj", zip, "--out", archives, "--json").Json();
        var task = Assert.Single(imported.GetProperty("tasks").EnumerateArray());
        Assert.Equal(("P2", "published"), (task.GetProperty("task").GetString(), task.GetProperty("split").GetString()));

        var divided = Fineflow.RunWell(
            "data", "split", Path.Combine(archives, "P2"), "--ratio", "7:1:2", "--out", _folder.File("712"), "--json").Json();
        Assert.Equal([7, 1, 2], divided.GetProperty("splits").EnumerateArray().Select(split => split.GetProperty("samples").GetInt32()));
        Assert.Equal("7:1:2 in time order", divided.GetProperty("manifest").GetProperty("split").GetString());
        Assert.Contains(
            "division 7:1:2 in time order", Fineflow.RunWell("data", "inspect", _folder.File("712")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_used_is_refused_and_nothing_is_written()
    {
        var page = _folder.File("P1.zip");
        File.WriteAllText(page, "<html>Not found</html>");
        var before = Listing.Of(_folder.Path);

        Fineflow.Run("data", "import", "taxibj", page, "--out", _folder.File("out"))
            .AssertRefused(page, "is no zip archive: it begins with '<html>");
        Fineflow.Run("data", "import", "taxibj", page, "--out", _folder.File("out"), "--ratio", "7:3")
            .AssertRefused("option --ratio", "'7:3'");
        Fineflow.Run("data", "fetch", "taxibj", "--task", "5").AssertRefused("option --task", "'5'");
        Fineflow.Run("data", "fetch", "taxibj", "--task", "1", "--from", "ftp://host/P1.zip", "--out", _folder.File("out"))
            .AssertRefused("option --from");
        Assert.Equal(before, Listing.Of(_folder.Path));
    }
}
