using FineFlow.Torch.Training.Processes;

namespace FineFlow.Torch.Tests.Training.Processes;

public sealed class LaunchedProcessTests
{
    [Fact]
    public void Without_mpirun_a_process_is_alone() => Assert.Equal(LaunchedProcess.Alone, From([]));

    [Fact]
    public void Mpirun_says_how_many_there_are_and_which_this_one_is() => Assert.Equal(new(4, 3, 2), From(["4", "3", "2"]));

    [Theory]
    [InlineData("SIZE: is '0'; mpirun sets it to a whole number from 1 to 2147483647", "0", "0", "1")]
    [InlineData("SIZE: is ''", "", "0", "1")]
    [InlineData("SIZE: is '2.0'", "2.0", "0", "1")]
    [InlineData("RANK: is '2'; mpirun sets it to a whole number from 0 to 1", "2", "2", "1")]
    [InlineData("RANK: is '-1'", "2", "-1", "1")]
    [InlineData("RANK: is ''", "2")]
    [InlineData("LOCAL_SIZE: is '3'", "2", "1", "3")]
    [InlineData("LOCAL_SIZE: is 'many'", "2", "1", "many")]
    public void What_cannot_be_meant_is_refused(string words, params string[] values) =>
        Assert.StartsWith($"environment variable OMPI_COMM_WORLD_{words}", Refused.By(() => From(values)), StringComparison.Ordinal);

    /// <summary>A process with the values of size, rank and local size, as far as they are given.</summary>
    private static LaunchedProcess From(string[] values)
    {
        string[] names = ["OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_LOCAL_SIZE"];
        var variables = names.Zip(values).ToDictionary(pair => pair.First, pair => pair.Second);
        return LaunchedProcess.From(variables.GetValueOrDefault);
    }
}
