using FineFlow.Cli.Commands;
using FineFlow.Core;
using Microsoft.Extensions.Configuration;

namespace FineFlow.Cli.Tests.Commands;

/// <summary>Where the settings of <c>fineflow serve</c> come from, and which goes first.</summary>
public sealed class ServeOptionsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ServeOptionsTests() => File.WriteAllText(
        _folder.File("serve.json"),
        """{"FineFlow": {"Models": "of-file", "Rate": 1, "Queue": 301, "MaxBatch": 3, "Url": "http://127.0.0.1:9000"}}""");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Options_go_before_the_environment_and_that_before_the_file()
    {
        var options = Options("--rate 3", ("FineFlow:Rate", "2"), ("FineFlow:Queue", "302"));
        Assert.Equal((3, 302, 3), (options.Rate, options.Queue, options.MaxBatch));
        Assert.Equal(("of-file", "http://127.0.0.1:9000"), (options.Models, options.Url));
    }

    [Fact]
    public void A_list_of_the_command_line_takes_the_place_of_another() => Assert.Equal(
        ["mine"], Options("--data mine", ("FineFlow:Datasets:0", "a"), ("FineFlow:Datasets:1", "b")).Datasets);

    [Fact]
    public void Models_and_the_demo_exclude_each_other_wherever_they_come_from()
    {
        Assert.Throws<BadInputException>(() => Options("--demo"));
        Assert.Throws<BadInputException>(() => Options("", ("FineFlow:Demo", "true")));
    }

    private Host.ServeOptions Options(string line, params (string Key, string Value)[] environment)
    {
        string[] words = ["--config", _folder.File("serve.json"), .. line.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        return ServeCommand.Options(
            ServeCommand.Create().Parse(words),
            new ConfigurationBuilder()
                .AddInMemoryCollection(environment.Select(entry => KeyValuePair.Create(entry.Key, (string?)entry.Value)))
                .Build());
    }
}
