using FineFlow.Core;
using FineFlow.Ingest.Downloads;

namespace FineFlow.Ingest.Tests.Downloads;

public sealed class ResumeTests : FetchFixture
{
    [Fact]
    public async Task A_download_that_breaks_off_again_and_again_goes_on_where_it_was()
    {
        await using var server = new LoopbackServer(Answers.Good(Archive, most: 100_000));

        await Fetch(server.Address);

        AssertWhole();
        Assert.Equal(
            Enumerable.Range(0, server.Requests.Count).Select(number => number == 0 ? (int?)null : number * 100_000),
            server.Requests.Select(request => request.From));
        Assert.All(server.Requests.Skip(1), request => Assert.Equal("\"a\"", request.Header("If-Range")));
        Assert.Equal(server.Requests.Count - 1, Observer.Notes.Count);
    }

    [Fact]
    public async Task Another_run_goes_on_where_the_first_gave_up()
    {
        await using (var server = new LoopbackServer(Answers.Good(Archive, most: 5000), Answers.Status("503 Service Unavailable")))
        {
            Assert.Equal(
                $"{server.Address}: answers 503 (attempt 3 of 3; 5000 bytes have arrived and are kept in {Part})",
                await Refused(server.Address));
            Assert.Equal(["P1.zip.part", "P1.zip.part.json"], Names());
            WriteState(server.Address, "\"a\"");
        }

        await using var again = new LoopbackServer(Answers.Good(Archive));
        WriteState(again.Address, "\"a\"");
        await Fetch(again.Address);

        AssertWhole();
        Assert.Equal([5000], again.Requests.Select(request => request.From));
    }

    [Fact]
    public async Task A_stop_keeps_what_has_arrived_and_the_next_run_goes_on()
    {
        using var stop = new CancellationTokenSource();
        await using var server = new LoopbackServer(Answers.Stalls(Archive, 50_000), Answers.Good(Archive));
        var interrupted = new ResumeTests { Observer = new() { Bytes = transfer => StopAt(transfer, 50_000, stop) } };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => interrupted.Fetch(server.Address, stop.Token));
        Assert.Equal(["P1.zip.part", "P1.zip.part.json"], interrupted.Names());
        Assert.Equal(50_000, new FileInfo(interrupted.Part).Length);

        await interrupted.Fetch(server.Address);
        interrupted.AssertWhole();
        Assert.Equal(50_000, server.Requests[^1].From);
        interrupted.Dispose();
    }

    [Fact]
    public async Task Without_ranges_a_download_begins_again()
    {
        await using var server = new LoopbackServer(Answers.Whole(Archive, most: 7000), Answers.Whole(Archive));

        await Fetch(server.Address);

        AssertWhole();
        Assert.Equal([null, 7000], server.Requests.Select(request => request.From));
    }

    [Fact]
    public async Task A_file_that_changes_meanwhile_is_fetched_anew()
    {
        await using var server = new LoopbackServer(Answers.Good(Archive, "\"a\"", most: 7000), Answers.Good(OtherArchive, "\"b\""));

        await Fetch(server.Address);

        AssertWhole(OtherArchive);
    }

    [Fact]
    public async Task The_rest_of_a_changed_file_is_not_glued_to_the_old_beginning()
    {
        await using var server = new LoopbackServer(
            Answers.Good(Archive, "\"a\"", most: 7000),
            async (request, reply) =>
            {
                await reply.Head(
                    "206 Partial Content", $"Content-Range: bytes {request.From}-{Archive.Length - 1}/{Archive.Length}", "ETag: \"b\"");
                await reply.Bytes(OtherArchive.AsMemory(request.From!.Value));
            },
            Answers.Good(OtherArchive, "\"b\""));

        await Fetch(server.Address);

        AssertWhole(OtherArchive);
        Assert.Equal([null, 7000, null], server.Requests.Select(request => request.From));
    }

    [Theory]
    [InlineData("bytes 6999-{last}/{length}")]
    [InlineData("bytes 7000-{last}/999999")]
    [InlineData("bytes 0-{last}/{length}")]
    [InlineData("pages 7000-{last}/{length}")]
    public async Task Another_part_than_was_asked_for_is_thrown_away(string range)
    {
        var lie = range.Replace("{last}", $"{Archive.Length - 1}", StringComparison.Ordinal)
            .Replace("{length}", $"{Archive.Length}", StringComparison.Ordinal);
        await using var server = new LoopbackServer(
            Answers.Good(Archive, most: 7000),
            async (_, reply) =>
            {
                await reply.Head("206 Partial Content", $"Content-Range: {lie}", "ETag: \"a\"");
                await reply.Bytes(Archive.AsMemory(7000));
            },
            Answers.Good(Archive));

        await Fetch(server.Address);

        AssertWhole();
    }

    [Fact]
    public async Task Without_an_ETag_or_a_date_nothing_is_taken_up_again()
    {
        await using var server = new LoopbackServer(
            async (_, reply) =>
            {
                await reply.Head("200 OK", $"Content-Length: {Archive.Length}", "ETag: W/\"a\"");
                await reply.Bytes(OtherArchive.AsMemory(0, 7000));
            },
            Answers.Good(Archive));

        await Fetch(server.Address);

        AssertWhole();
        Assert.Equal([null, null], server.Requests.Select(request => request.From));
    }

    [Fact]
    public async Task A_date_of_change_serves_where_there_is_no_ETag()
    {
        const string Date = "Mon, 03 May 2021 12:09:18 GMT";
        await using var server = new LoopbackServer(
            async (_, reply) =>
            {
                await reply.Head("200 OK", $"Content-Length: {Archive.Length}", $"Last-Modified: {Date}");
                await reply.Bytes(Archive.AsMemory(0, 7000));
            },
            Answers.Good(Archive, Date));

        await Fetch(server.Address);

        AssertWhole();
        Assert.Equal((7000, Date), (server.Requests[1].From, server.Requests[1].Header("If-Range")));
    }

    [Fact]
    public async Task A_part_that_is_whole_already_only_needs_its_name()
    {
        await using var server = new LoopbackServer(Answers.Good(Archive));
        await File.WriteAllBytesAsync(Part, Archive, TestContext.Current.CancellationToken);
        WriteState(server.Address, "\"a\"");

        await Fetch(server.Address);

        AssertWhole();
        Assert.Equal(Archive.Length, Assert.Single(server.Requests).From);
    }

    [Fact]
    public async Task A_part_that_is_longer_than_the_file_is_thrown_away()
    {
        await using var server = new LoopbackServer(Answers.Good(Archive));
        await File.WriteAllBytesAsync(Part, [.. Archive, 1, 2, 3], TestContext.Current.CancellationToken);
        WriteState(server.Address, "\"a\"");

        await Fetch(server.Address);

        AssertWhole();
    }

    [Theory]
    [InlineData("{\"source\":\"http://elsewhere/P1.zip\",\"validator\":\"\\\"a\\\"\",\"total\":null}")]
    [InlineData("{\"source\":null}")]
    [InlineData("not json")]
    [InlineData("")]
    public async Task A_part_of_another_source_or_unknown_origin_is_not_used(string state)
    {
        await using var server = new LoopbackServer(Answers.Good(Archive));
        await File.WriteAllBytesAsync(Part, OtherArchive[..9000], TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync($"{Part}.json", state, TestContext.Current.CancellationToken);

        await Fetch(server.Address);

        AssertWhole();
        Assert.Null(Assert.Single(server.Requests).From);
    }

    [Fact]
    public void Two_downloads_of_one_file_do_not_write_into_each_other()
    {
        using var first = PartialFile.Open(Target, "a");

        Assert.Contains(
            "is being downloaded by another process",
            Assert.Throws<BadInputException>(() => PartialFile.Open(Target, "a")).Message,
            StringComparison.Ordinal);
    }

    private void WriteState(string source, string validator) =>
        File.WriteAllText($"{Part}.json", new PartialState(source, validator, Archive.Length).ToJson());

    private static void StopAt(Transfer transfer, long bytes, CancellationTokenSource stop)
    {
        if (transfer.Done >= bytes)
        {
            stop.Cancel();
        }
    }
}
