using FineFlow.Core.Settings;

namespace FineFlow.Core.Tests.Settings;

public class ShellWordTests
{
    [Theory]
    [InlineData("runs/a-1_b.tif", "runs/a-1_b.tif")]
    [InlineData("0.05,0.95", "0.05,0.95")]
    [InlineData("", "''")]
    [InlineData("my city", "'my city'")]
    [InlineData("it's $HOME", "'it'\\''s $HOME'")]
    [InlineData("~", "'~'")]
    [InlineData("Zürich", "'Zürich'")]
    public void A_word_is_quoted_where_a_shell_would_read_it_otherwise(string word, string quoted) =>
        Assert.Equal(quoted, ShellWord.Quote(word));
}
