using FineFlow.Core;
using FineFlow.Ingest.Downloads;
using FineFlow.Ingest.TaxiBj;

namespace FineFlow.Ingest.Tests.Downloads;

public sealed class FetchTests : FetchFixture
{
    [Fact]
    public async Task A_fetched_archive_is_recorded_beside_it()
    {
        await using var server = new LoopbackServer(Answers.Good(Archive));

        var fetched = await Fetch(server.Address);

        AssertWhole();
        Assert.Equal(new("P1", Target, server.Address, Archive.Length, Sha256(Archive), Published: false, WasThere: false), fetched);
        Assert.Equal(new(server.Address, Archive.Length, Sha256(Archive)), DownloadRecord.Find(Target));
    }

    [Fact]
    public async Task What_is_there_is_checked_and_not_fetched_again()
    {
        await using var server = new LoopbackServer(Answers.Good(Archive));
        await Fetch(server.Address);

        var again = await Fetch(server.Address);

        Assert.True(again.WasThere);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task An_archive_that_changed_since_is_refused()
    {
        await using var server = new LoopbackServer(Answers.Good(Archive));
        await Fetch(server.Address);
        await File.WriteAllBytesAsync(Target, OtherArchive, TestContext.Current.CancellationToken);

        var bad = await Assert.ThrowsAsync<BadInputException>(() => Fetch(server.Address));

        Assert.Equal(
            $"{Target}: has SHA-256 {Sha256(OtherArchive)}; {Target}.json has recorded {Sha256(Archive)} when it was first fetched",
            bad.Message);
    }

    [Fact]
    public async Task Another_archive_than_the_first_is_refused_even_where_the_first_is_gone()
    {
        await using var server = new LoopbackServer(Answers.Good(Archive), Answers.Good(OtherArchive));
        await Fetch(server.Address);
        File.Delete(Target);

        Assert.Contains(
            $"has recorded {Sha256(Archive)} when it was first fetched", await Refused(server.Address), StringComparison.Ordinal);
        Assert.Equal(["P1.zip.json"], Names());
    }

    [Fact]
    public async Task An_archive_that_was_put_there_by_hand_is_recorded_on_first_use()
    {
        await File.WriteAllBytesAsync(Target, Archive, TestContext.Current.CancellationToken);

        Assert.True((await Fetch("http://127.0.0.1:9/P1.zip")).WasThere);
        Assert.Equal(Sha256(Archive), DownloadRecord.Find(Target)!.Sha256);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"source\":\"a\",\"size\":1,\"sha256\":null}")]
    public async Task A_record_that_is_none_is_said_to_be_none(string record)
    {
        await File.WriteAllBytesAsync(Target, Archive, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync($"{Target}.json", record, TestContext.Current.CancellationToken);

        var bad = await Assert.ThrowsAsync<BadInputException>(() => Fetch("http://127.0.0.1:9/P1.zip"));

        Assert.Equal($"{Target}.json: is no record of a download; source, size and sha256 are expected", bad.Message);
    }

    [Fact]
    public async Task A_file_of_this_machine_is_taken_the_same_way()
    {
        var elsewhere = Directory.CreateDirectory(Place("elsewhere")).FullName;
        var file = Path.Combine(elsewhere, "P1.zip");
        await File.WriteAllBytesAsync(file, Archive, TestContext.Current.CancellationToken);

        await Fetch(Path.Combine(elsewhere, "P{task}.zip"));

        Assert.Equal(Sha256(Archive), Sha256(await File.ReadAllBytesAsync(Target, TestContext.Current.CancellationToken)));
        Assert.Equal(file, DownloadRecord.Find(Target)!.Source);
    }

    [Fact]
    public async Task A_file_of_this_machine_that_is_missing_or_broken_is_refused()
    {
        var file = Place("mine.zip");
        Assert.Equal($"{file}: no such file", await Refused(file));

        await File.WriteAllBytesAsync(file, Archive[..^50], TestContext.Current.CancellationToken);
        Assert.Contains("is no whole zip archive", await Refused(file), StringComparison.Ordinal);
        Assert.Equal(["mine.zip"], Names().Where(name => name!.EndsWith("zip", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_comes_without_from_must_be_the_published_archive()
    {
        using var part = PartialFile.Open(Target, "source");
        part.Restart(null, null);
        part.Append(Archive);

        var bad = Assert.Throws<BadInputException>(
            () => TaxiBjArchive.Accept(
                TaxiBjTask.All[0], Target, "source", part, mustBePublished: true, TestContext.Current.CancellationToken));

        Assert.EndsWith("77eed4fbb35285c33854eac139eeeaa8fed04595 was published", bad.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Target) || File.Exists(Part) || File.Exists($"{Target}.json"));
    }

    [Fact]
    public void A_git_blob_is_what_git_says()
    {
        File.WriteAllText(Target, "hello\n");

        // echo hello | git hash-object --stdin; echo hello | sha256sum
        Assert.Equal(
            new(6, "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03", "ce013625030ba8dba906f756967f9e9ca394464a"),
            FileIdentity.Of(Target, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("ftp://host/P{task}.zip")]
    [InlineData("file:///P{task}.zip")]
    [InlineData("http://")]
    public async Task Other_addresses_are_refused(string from) =>
        Assert.Equal(
            $"archives: '{from.Replace("{task}", "1", StringComparison.Ordinal)}'; an address with http or https, or a file, is expected",
            await Refused(from));

    [Fact]
    public async Task One_archive_cannot_be_several_tasks()
    {
        var request = new TaxiBjFetchRequest
        {
            Tasks = TaxiBjTask.ParseRange("1..2", ""),
            Folder = Place("out"),
            From = "http://host/all.zip",
        };

        var bad = await Assert.ThrowsAsync<BadInputException>(
            () => TaxiBjFetch.RunAsync(request, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(
            "archives: 'http://host/all.zip' is one archive for 2 tasks; {task} in the place of the number is expected", bad.Message);
    }

    [Fact]
    public async Task Progress_knows_the_rate_and_the_time_left()
    {
        await using var server = new LoopbackServer(Answers.Good(Archive, most: 300_000), Answers.Good(Archive));
        var seen = new List<Transfer>();
        using var fetch = new FetchTests { Observer = new() { Bytes = seen.Add } };

        await fetch.Fetch(server.Address);

        Assert.Equal((Archive.Length, (long?)Archive.Length, 0), (seen[^1].Done, seen[^1].Total, seen[^1].SecondsLeft));
        Assert.Contains(seen, transfer => transfer is { SecondsLeft: > 0, BytesPerSecond: > 0 });
        Assert.Equal(new Transfer("", 300, 900, 20).SecondsLeft, 30);
    }

    [Fact]
    public void Waits_double_up_to_half_a_minute()
    {
        var options = new DownloadOptions { LargestFile = 1 };

        Assert.Equal([1, 2, 4, 8, 16, 30, 30], Enumerable.Range(1, 7).Select(failures => options.Delay(failures).TotalSeconds));
        Assert.Equal(30, options.Delay(1000).TotalSeconds);
    }
}
