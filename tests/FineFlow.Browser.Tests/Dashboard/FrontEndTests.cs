namespace FineFlow.Browser.Tests.Dashboard;

public sealed class FrontEndTests
{
    [Fact]
    public async Task The_front_ends_own_tests_pass()
    {
        var (exitCode, output) = await FrontEnd.RunAsync("npm", "test");
        Assert.True(exitCode == 0, output);
    }
}
