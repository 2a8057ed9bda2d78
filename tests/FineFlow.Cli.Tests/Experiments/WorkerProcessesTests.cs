using FineFlow.Cli.Commands.Workers;

namespace FineFlow.Cli.Tests.Experiments;

public class WorkerProcessesTests
{
    [Fact]
    public void Each_process_sees_one_gpu_by_turns() => Assert.Equal(
        ["0", "1", "0"], Enumerable.Range(1, 3).Select(number => VisibleGpus(number, gpus: 2)));

    [Fact]
    public void On_the_cpu_nothing_is_said_of_gpus() => Assert.Equal(
        Environment.GetEnvironmentVariable("CUDA_VISIBLE_DEVICES"), VisibleGpus(number: 1, gpus: 0));

    [Theory, InlineData("experiment"), InlineData("continual")]
    public void A_process_is_told_the_work_the_folder_and_the_patience(string work) => Assert.Equal(
        [work, "run", "folder", "--stop-with-input", "--expiry", "90"],
        WorkerProcesses.Command(work, "folder", 1, gpus: 0, TimeSpan.FromSeconds(90)).ArgumentList.SkipWhile(word => word != work));

    private static string? VisibleGpus(int number, int gpus)
    {
        var environment = WorkerProcesses.Command("experiment", "folder", number, gpus, expiry: null).Environment;
        return environment.TryGetValue("CUDA_VISIBLE_DEVICES", out var value) ? value : null;
    }
}
