using System.IO.Compression;
using System.Text;
using FineFlow.Core;
using FineFlow.Ingest.TaxiBj;
using FineFlow.Ingest.Tests.Archives;

namespace FineFlow.Ingest.Tests.TaxiBj;

public sealed class HostileArchiveTests : IDisposable
{
    private const string Fine = "P1/train/Y.npy";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("../evil.npy")]
    [InlineData("P1/../../evil.npy")]
    [InlineData("/etc/evil.npy")]
    [InlineData("..\\evil.npy")]
    [InlineData("C:\\evil.npy")]
    public void Entries_that_lead_out_of_the_archive_are_refused(string name)
    {
        Assert.Equal(
            $"entry '{name.Replace('\\', '/')}' leads out of the archive; paths below its root are expected",
            Problem(PublishedSample.Zip(others: [(name, [1])])));
        Assert.Equal(["P1.zip"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Names_cannot_write_on_the_terminal() =>
        Assert.Equal(
            "entry 'a\e[31mb\nc' has no printable name; a path is expected", Problem(PublishedSample.Zip(others: [("a\e[31mb\nc", [1])])));

    [Fact]
    public void Links_are_refused() =>
        Assert.Equal(
            $"entry '{Fine}' is a link or a device; plain files and folders are expected",
            Problem(PublishedSample.Zip().WithUnixType(Fine, 0xA1FF)));

    [Fact]
    public void Encrypted_entries_are_refused() =>
        Assert.Equal(
            $"entry '{Fine}' is encrypted; an archive without a password is expected", Problem(PublishedSample.Zip().WithFlags(Fine, 1)));

    [Theory]
    [InlineData("P1/train/Y.npy")]
    [InlineData("P1\\train\\Y.npy")]
    public void An_entry_that_is_there_twice_is_refused(string twin) =>
        Assert.Equal($"entry '{Fine}' is there twice; each name once is expected", Problem(PublishedSample.Zip(others: [(twin, [1])])));

    [Fact]
    public void A_size_that_TaxiBJ_cannot_have_is_refused_unread() =>
        Assert.Equal(
            $"entry '{Fine}' expands to 4000000000 bytes; at most 557318144 are expected (a zip bomb?)",
            Problem(PublishedSample.Zip().WithLength(Fine, 4_000_000_000)));

    [Fact]
    public void Many_entries_of_possible_sizes_are_refused_for_their_sum()
    {
        var zip = PublishedSample.Zip(
            level: CompressionLevel.NoCompression,
            others: [.. Enumerable.Range(0, 5).Select(number => ($"{number}.npy", new byte[2_000_000]))]);
        var bomb = Enumerable.Range(0, 5).Aggregate(zip, (bytes, number) => bytes.WithLength($"{number}.npy", 550_000_000));

        Assert.StartsWith("expands to 27508", Problem(bomb), StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_that_expands_out_of_all_proportion_is_refused_unread() =>
        Assert.Matches(
            @"^entry 'zeros\.bin' expands from \d+ to 5000000 bytes; at most 300-fold is expected \(a zip bomb\?\)\z",
            Problem(PublishedSample.Zip(level: CompressionLevel.Optimal, others: [("zeros.bin", new byte[5_000_000])])));

    [Theory]
    [InlineData(1000)]
    [InlineData(500_000)]
    [InlineData(0)]
    public void An_entry_that_expands_to_more_than_it_states_is_refused(uint stated)
    {
        var problem = Problem(PublishedSample.Zip().WithLength(Fine, stated), Fine);

        // Which of them depends on how far the framework's own reader believes the list.
        Assert.Matches(
            @"expands to (more than the \d+ bytes that its archive states|\d+ bytes; its archive states \d+)|is damaged|truncated",
            problem);
    }

    [Fact]
    public void A_list_of_endless_entries_is_refused_before_it_fills_the_memory()
    {
        var zip = PublishedSample.ZipOf([.. Enumerable.Range(0, 60_000).Select(number => ($"{number:D40}", Array.Empty<byte>()))]);

        Assert.Equal("has a list of entries of more than 4194304 bytes; that is no archive of a dataset", Problem(zip));
    }

    [Fact]
    public void Too_many_entries_are_refused() =>
        Assert.Equal(
            "has 10001 entries; at most 10000 are expected",
            Problem(PublishedSample.ZipOf([.. Enumerable.Range(0, 10_001).Select(number => ($"{number}", Array.Empty<byte>()))])));

    [Fact]
    public void A_damaged_count_is_found_by_its_checksum()
    {
        var zip = PublishedSample.Zip(level: CompressionLevel.NoCompression);
        var place = zip.AsSpan().IndexOf(PublishedSample.Files["train/Y.npy"].AsSpan(200, 5000));
        zip[place + 2] ^= 0x10;

        Assert.StartsWith("is damaged: its checksum is ", Problem(zip, Fine), StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_checksum_is_found() =>
        Assert.EndsWith(
            "its archive states 00000007", Problem(PublishedSample.Zip().WithChecksum(Fine, 7), Fine), StringComparison.Ordinal);

    [Fact]
    public void A_compression_that_is_not_known_is_refused() =>
        Assert.StartsWith("cannot be expanded: ", Problem(PublishedSample.Zip().WithMethod(Fine, 93), Fine), StringComparison.Ordinal);

    [Theory]
    [InlineData("<!DOCTYPE html><html>", "is no zip archive: it begins with '<!DOCTYPE html><'")]
    [InlineData("\u0001\u001b[2J", "is no zip archive: it begins with '..[2J'")]
    [InlineData("", "is no zip archive: it begins with ''")]
    public void Something_else_than_an_archive_is_told_by_its_beginning(string content, string problem) =>
        Assert.Equal(problem, Problem(Encoding.ASCII.GetBytes(content)));

    [Theory]
    [InlineData(2)]
    [InlineData(100)]
    [InlineData(-10)]
    [InlineData(-400)]
    public void An_archive_that_is_cut_short_is_refused(int length)
    {
        var zip = PublishedSample.Zip();

        Assert.StartsWith(
            "is no whole zip archive: ", Problem(zip[..(length > 0 ? length : zip.Length + length)]), StringComparison.Ordinal);
    }

    private string Problem(byte[] zip, string? entry = null)
    {
        var path = _folder.File("P1.zip");
        File.WriteAllBytes(path, zip);

        var bad = Assert.Throws<BadInputException>(
            () => TaxiBjImport.Run(
                new() { Sources = [path], Folder = _folder.File("out") }, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(entry is null ? path : $"{path}/{entry}", bad.InputSource);
        Assert.DoesNotContain(bad.Message, char.IsControl);
        Assert.False(Directory.Exists(_folder.File("out")));
        return bad.Problem;
    }
}
