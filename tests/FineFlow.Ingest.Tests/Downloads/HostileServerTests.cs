using System.Text;

namespace FineFlow.Ingest.Tests.Downloads;

public sealed class HostileServerTests : FetchFixture
{
    [Fact]
    public async Task More_is_promised_than_is_sent()
    {
        await using var server = new LoopbackServer(async (_, reply) =>
        {
            await reply.Head("200 OK", $"Content-Length: {Archive.Length + 100}");
            await reply.Bytes(Archive);
        });
        Options = Options with { Progress = int.MaxValue };

        Assert.Matches(
            @"breaks off: .*\(attempt 3 of 3; \d+ bytes have arrived and are kept in .*P1\.zip\.part\)\z", await Refused(server.Address));
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task Breaking_off_at_the_same_place_for_ever_does_not_go_on_for_ever()
    {
        await using var server = new LoopbackServer(Answers.Whole(Archive, most: 30_000));

        Assert.Contains("attempt 3 of 3; 30000 bytes", await Refused(server.Address), StringComparison.Ordinal);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task Less_is_promised_than_the_file_has()
    {
        await using var server = new LoopbackServer(async (_, reply) =>
        {
            await reply.Head("200 OK", $"Content-Length: {Archive.Length - 100}");
            await reply.Bytes(Archive);
        });

        Assert.StartsWith(
            $"{server.Address}: gave something else than P1, which was removed again: {Part}: is no whole zip archive: ",
            await Refused(server.Address), StringComparison.Ordinal);
        Assert.Empty(Names());
    }

    [Fact]
    public async Task More_is_sent_than_the_rest_can_have()
    {
        await using var server = new LoopbackServer(
            Answers.Good(Archive, most: 7000),
            async (request, reply) =>
            {
                await reply.Head(
                    "206 Partial Content",
                    $"Content-Range: bytes {request.From}-{Archive.Length - 1}/{Archive.Length}",
                    $"Content-Length: {Archive.Length}",
                    "ETag: \"a\"");
                await reply.Bytes(Archive);
            });

        Assert.Matches($@": sends \d+ bytes or more; at most {Archive.Length} are expected\z", await Refused(server.Address));
        Assert.Empty(Names());
    }

    [Fact]
    public async Task A_size_that_TaxiBJ_cannot_have_is_refused_at_once()
    {
        await using var server = new LoopbackServer(async (_, reply) =>
        {
            await reply.Head("200 OK", "Content-Length: 99000000000");
            await reply.Silence();
        });

        Assert.Equal($"{server.Address}: sends 99000000000 bytes or more; at most 5000000 are expected", await Refused(server.Address));
        Assert.Empty(Names());
    }

    [Fact]
    public async Task An_endless_body_is_cut_off()
    {
        await using var server = new LoopbackServer(async (_, reply) =>
        {
            await reply.Head("200 OK", "Transfer-Encoding: chunked");
            while (true)
            {
                await reply.Text("10000\r\n");
                await reply.Bytes(new byte[0x10000]);
                await reply.Text("\r\n");
            }
        });

        Assert.Contains("at most 5000000 are expected", await Refused(server.Address), StringComparison.Ordinal);
        Assert.Empty(Names());
    }

    [Fact]
    public async Task A_web_page_in_place_of_the_file_is_told_as_such()
    {
        var page = Encoding.ASCII.GetBytes("<!DOCTYPE html><html><body>Please log in</body></html>");
        await using var server = new LoopbackServer(Answers.Whole(page));

        Assert.Equal(
            $"{server.Address}: gave something else than P1, which was removed again: {Part}: is no zip archive: it begins with "
            + $"'<!DOCTYPE html><'",
            await Refused(server.Address));
        Assert.Empty(Names());
    }

    [Fact]
    public async Task Damage_on_the_way_is_found_and_not_kept()
    {
        var damaged = Archive.ToArray();
        damaged[damaged.Length / 2] ^= 4;
        await using var server = new LoopbackServer(Answers.Whole(damaged));

        Assert.Contains("is damaged: its checksum is ", await Refused(server.Address), StringComparison.Ordinal);
        Assert.Empty(Names());
    }

    [Theory]
    [InlineData("404 Not Found", "answers 404; the file itself is expected")]
    [InlineData("401 Unauthorized", "answers 401; the file itself is expected")]
    [InlineData("204 No Content", "answers 204; the file itself is expected")]
    [InlineData("206 Partial Content", "answers 206; the file itself is expected")]
    [InlineData("304 Not Modified", "answers 304: it redirects in a circle, too often, or from https to http")]
    public async Task An_answer_that_will_not_change_is_not_asked_for_again(string status, string problem)
    {
        await using var server = new LoopbackServer(Answers.Status(status));

        Assert.Equal($"{server.Address}: {problem}", await Refused(server.Address));
        Assert.Single(server.Requests);
        Assert.Empty(Names());
    }

    [Theory]
    [InlineData("500 Internal Server Error")]
    [InlineData("503 Service Unavailable")]
    [InlineData("429 Too Many Requests")]
    [InlineData("408 Request Timeout")]
    public async Task A_passing_fault_is_waited_out(string status)
    {
        await using var server = new LoopbackServer(Answers.Status(status), Answers.Status(status), Answers.Good(Archive));

        await Fetch(server.Address);

        AssertWhole();
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task A_server_that_never_recovers_is_given_up()
    {
        await using var server = new LoopbackServer(Answers.Status("500 Internal Server Error"));

        Assert.Contains("answers 500 (attempt 3 of 3; nothing has arrived)", await Refused(server.Address), StringComparison.Ordinal);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task Redirects_are_followed_but_not_in_circles()
    {
        await using var circle = new LoopbackServer(Answers.Status("302 Found", "Location: /P1.zip"));
        await using var target = new LoopbackServer(Answers.Good(Archive));
        await using var there = new LoopbackServer(Answers.Status("302 Found", $"Location: {target.Address}"));

        Assert.Equal(
            $"{circle.Address}: answers 302: it redirects in a circle, too often, or from https to http", await Refused(circle.Address));
        Assert.Equal(6, circle.Requests.Count);
        await Fetch(there.Address);
        AssertWhole();
    }

    [Fact]
    public async Task A_server_that_falls_silent_is_asked_again_for_the_rest()
    {
        Options = Options with { Patience = TimeSpan.FromSeconds(1) };
        await using var server = new LoopbackServer(Answers.Stalls(Archive, 6000), Answers.Good(Archive));

        await Fetch(server.Address);

        AssertWhole();
        Assert.Equal(6000, server.Requests[1].From);
        Assert.Contains("sends nothing for 1 s; 6000 bytes", Assert.Single(Observer.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_accepts_and_says_nothing_is_given_up()
    {
        Options = Options with { Patience = TimeSpan.FromMilliseconds(200) };
        await using var server = new LoopbackServer((_, reply) => reply.Silence());

        Assert.Contains("sends nothing for 0.2 s (attempt 3 of 3", await Refused(server.Address), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Slow_is_not_silent()
    {
        Options = Options with { Patience = TimeSpan.FromSeconds(2), Attempts = 1 };
        await using var server = new LoopbackServer(async (_, reply) =>
        {
            await reply.Head("200 OK", $"Content-Length: {Archive.Length}");
            foreach (var piece in Archive.Chunk(Archive.Length / 10 + 1))
            {
                await reply.Bytes(piece);
                await Task.Delay(250, TestContext.Current.CancellationToken);
            }
        });

        await Fetch(server.Address);

        AssertWhole();
    }

    [Fact]
    public async Task A_body_that_is_compressed_on_the_way_was_not_asked_for()
    {
        await using var server = new LoopbackServer(async (request, reply) =>
        {
            Assert.Equal("identity", request.Header("Accept-Encoding"));
            await reply.Head("200 OK", "Content-Encoding: gzip", "Content-Length: 10");
            await reply.Bytes(new byte[10]);
        });

        Assert.Equal($"{server.Address}: sends the file encoded as gzip; it was asked for as it is", await Refused(server.Address));
    }

    [Theory]
    [InlineData("HTTP/1.1 banana\r\n\r\n")]
    [InlineData("\0\0\0\0\0\0\0\0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nx")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")]
    public async Task What_is_no_HTTP_is_one_clear_line(string garbage)
    {
        await using var server = new LoopbackServer((_, reply) => reply.Text(garbage));

        Assert.StartsWith($"{server.Address}: ", await Refused(server.Address), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_there_is_one_clear_line()
    {
        var server = new LoopbackServer(Answers.Good(Archive));
        var address = server.Address;
        await server.DisposeAsync();

        Assert.Contains("breaks off: Connection refused", await Refused(address), StringComparison.Ordinal);
    }
}
