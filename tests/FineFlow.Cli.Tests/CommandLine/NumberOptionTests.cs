using System.CommandLine;
using FineFlow.Cli.CommandLine;

namespace FineFlow.Cli.Tests.CommandLine;

public class NumberOptionTests
{
    private static readonly Option<int?> Count = NumberOption.Whole("--count", "N", "a count");
    private static readonly Option<long?> Seed = NumberOption.Long("--seed", "S", "a seed");
    private static readonly Option<double?> Rate = NumberOption.Decimal("--rate", "X", "a rate");
    private static readonly RootCommand Root = new("test") { Count, Seed, Rate };

    [Fact]
    public void Numbers_are_read_with_sign_exponent_and_64_bits()
    {
        Assert.Equal(-3, Root.Parse(["--count", "-3"]).GetValue(Count));
        Assert.Equal(long.MaxValue, Root.Parse(["--seed", "9223372036854775807"]).GetValue(Seed));
        Assert.Equal(3e-4, Root.Parse(["--rate", "3e-4"]).GetValue(Rate));
    }

    [Fact]
    public void An_option_that_is_not_given_is_null() => Assert.Null(Root.Parse([]).GetValue(Count));

    [Theory]
    [InlineData("--count", "1.5", "a whole number")]
    [InlineData("--count", "2147483648", "a whole number")]
    [InlineData("--count", "1,000", "a whole number")]
    [InlineData("--seed", "text", "a whole number")]
    [InlineData("--rate", "1,5", "a number such as 0.001")]
    [InlineData("--rate", "NaN", "a number such as 0.001")]
    [InlineData("--rate", "1e999", "a number such as 0.001")]
    public void What_is_no_such_number_is_refused_in_plain_words(string option, string text, string expected) =>
        Assert.Equal($"option {option}: is '{text}'; expected {expected}", Assert.Single(Root.Parse([option, text]).Errors).Message);
}
