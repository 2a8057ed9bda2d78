using FineFlow.Cli.Terminal;

namespace FineFlow.Cli.Tests.Terminal;

public class DurationTests
{
    [Theory]
    [InlineData(0, "0.0 s")]
    [InlineData(3.14, "3.1 s")]
    [InlineData(59.94, "59.9 s")]
    [InlineData(59.96, "1 min 00 s")]
    [InlineData(61.5, "1 min 01 s")]
    [InlineData(3599, "59 min 59 s")]
    [InlineData(3600, "1 h 00 min")]
    [InlineData(90061, "25 h 01 min")]
    public void Seconds_are_told_in_the_unit_that_suits_them(double seconds, string text) => Assert.Equal(text, Duration.Text(seconds));
}
