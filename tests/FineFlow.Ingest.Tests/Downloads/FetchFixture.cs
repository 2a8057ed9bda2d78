using System.IO.Compression;
using System.Security.Cryptography;
using FineFlow.Core;
using FineFlow.Ingest.Downloads;
using FineFlow.Ingest.TaxiBj;
using FineFlow.Ingest.Tests.TaxiBj;

namespace FineFlow.Ingest.Tests.Downloads;

/// <summary>Fetches P1 from servers of this machine into a folder that goes away.</summary>
public abstract class FetchFixture : IDisposable
{
    internal static readonly byte[] Archive = PublishedSample.Zip(level: CompressionLevel.NoCompression);

    /// <summary>Another archive of the same length.</summary>
    internal static readonly byte[] OtherArchive = Changed();

    private readonly TemporaryFolder _folder = new();

    internal Observer Observer { get; init; } = new();

    internal DownloadOptions Options { get; set; } = new()
    {
        LargestFile = 5_000_000,
        Attempts = 3,
        FirstDelay = TimeSpan.FromMilliseconds(1),
        Patience = TimeSpan.FromSeconds(10),
        Progress = 1000,
    };

    protected string Target => Place("P1.zip");

    protected string Part => Place("P1.zip.part");

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected string Place(string name) => Path.Combine(_folder.Path, name);

    /// <summary>What lies in the folder, without the lock, which stays.</summary>
    protected IEnumerable<string?> Names() =>
        Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName).Where(name => name != "P1.zip.part.lock").Order();

    private protected async Task<FetchedArchive> Fetch(string from, CancellationToken? stop = null)
    {
        using var handler = new SocketsHttpHandler { MaxAutomaticRedirections = 5, UseProxy = false };
        using var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        var request = new TaxiBjFetchRequest { Tasks = TaxiBjTask.ParseRange("1", ""), Folder = _folder.Path, From = from };
        return Assert.Single(await TaxiBjFetch.RunAsync(request, client, Options, Observer, stop ?? TestContext.Current.CancellationToken));
    }

    /// <summary>The message of a fetch that fails and leaves no archive.</summary>
    protected async Task<string> Refused(string from)
    {
        var bad = await Assert.ThrowsAsync<BadInputException>(() => Fetch(from));
        Assert.DoesNotContain('\n', bad.Message);
        Assert.False(File.Exists(Target));
        return bad.Message;
    }

    protected void AssertWhole(byte[]? expected = null)
    {
        Assert.True((expected ?? Archive).AsSpan().SequenceEqual(File.ReadAllBytes(Target)));
        Assert.Equal(["P1.zip", "P1.zip.json"], Names());
    }

    protected static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static byte[] Changed()
    {
        var files = PublishedSample.Files.ToDictionary(file => file.Key, file => file.Value.ToArray());
        files["train/X.npy"][200] ^= 1;
        return PublishedSample.ZipOf([.. files.Select(file => ($"P1/{file.Key}", file.Value))], CompressionLevel.NoCompression);
    }
}
