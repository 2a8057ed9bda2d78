using FineFlow.Core.Settings;

namespace FineFlow.Core.Tests.Settings;

public sealed class JsonStyleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_document_that_is_not_utf8_is_refused_where_it_is_read()
    {
        var path = _folder.File("card.json");
        byte[] document = [.. """{"name": "a"""u8, 0xff, .. "\"}"u8];
        File.WriteAllBytes(path, document);

        var refusal = Assert.Throws<BadInputException>(() => JsonStyle.Read<Document>(path));

        Assert.Contains("card.json", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("UTF-8", refusal.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private sealed record Document(string Name);
}
