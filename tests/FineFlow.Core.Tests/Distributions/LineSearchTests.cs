using CsCheck;
using FineFlow.Core.Distributions;

namespace FineFlow.Core.Tests.Distributions;

public class LineSearchTests
{
    [Fact]
    public void The_maximum_is_found_also_at_the_ends() =>
        Gen.Double[-2, 10].Sample(place => Assert.Equal(
            Math.Clamp(place, -1, 9), LineSearch.Maximise(at => -Math.Abs(at - place), -1, 9), 2e-4));

    [Fact]
    public void The_higher_of_two_is_taken() =>
        Assert.Equal(7.2, LineSearch.Maximise(at => Math.Max(1 - Math.Abs(at), 1.5 - Math.Abs(at - 7.2)), -1, 9), 2e-4);
}
