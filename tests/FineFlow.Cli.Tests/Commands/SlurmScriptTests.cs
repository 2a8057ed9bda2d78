using System.Diagnostics;
using FineFlow.Cli.Commands.Slurm;
using FineFlow.Core;

namespace FineFlow.Cli.Tests.Commands;

public sealed class SlurmScriptTests : IDisposable
{
    private static readonly SlurmTasks Trainings = new("train.slurm", "12 trainings of 'overall'", 12, "experiment run");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_array_has_a_job_for_each_training_and_its_lines_are_those_of_sbatch()
    {
        var lines = File.ReadAllLines(new SlurmScript(3, "1-02:30:00", "long", "--time").Write(_folder.File("out"), Trainings));

        Assert.Equal("#!/bin/bash", lines[0]);
        Assert.Contains("#SBATCH --array=1-12", lines);
        Assert.Contains("#SBATCH --cpus-per-task=3", lines);
        Assert.Contains("#SBATCH --time=1-02:30:00", lines);
        Assert.Contains("#SBATCH --partition=long", lines);
        Assert.Contains("#SBATCH --requeue", lines);
        Assert.All(lines, line => Assert.False(line.StartsWith(" #", StringComparison.Ordinal), line));
        Assert.True(Directory.Exists(_folder.File("out/logs")));
    }

    /// <summary>The script is run with programs of the cluster's names that write down what they are asked.</summary>
    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "")]
    [InlineData(130, "scontrol requeue 77")]
    public void A_job_trains_its_task_and_one_that_was_stopped_is_queued_again(int code, string requeued)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the script is for bash");
        var script = new SlurmScript(2, "00:10:00", null, "--time").Write(_folder.File("a folder"), Trainings);
        Program("srun", $"echo \"srun $*\" >> '{_folder.File("asked")}'; exit {code}");
        Program("scontrol", $"echo \"scontrol $*\" >> '{_folder.File("asked")}'");
        var start = new ProcessStartInfo("bash", [script]);
        start.Environment["PATH"] = $"{_folder.File("bin")}:{start.Environment["PATH"]}";
        (start.Environment["SLURM_ARRAY_TASK_ID"], start.Environment["SLURM_JOB_ID"]) = ("2", "77");

        using var bash = Process.Start(start)!;
        bash.WaitForExit();

        Assert.Equal(code, bash.ExitCode);
        var asked = File.ReadAllLines(_folder.File("asked"));
        Assert.Equal($"srun --cpus-per-task=2 fineflow experiment run {_folder.File("a folder")} --task 2", asked[0]);
        Assert.Equal(requeued, string.Join('\n', asked[1..]));
    }

    [Theory]
    [InlineData(0, "01:00:00", null, "cpus")]
    [InlineData(2, "1h", null, "time")]
    [InlineData(2, "01:00:00\n#SBATCH --wrap=x", null, "time")]
    [InlineData(2, "01:00:00", "a;b", "partition")]
    public void What_Slurm_would_not_read_is_refused(int cores, string time, string? partition, string option) => Assert.Contains(
        $"--{option}",
        Assert.Throws<BadInputException>(() => new SlurmScript(cores, time, partition, "--time")).Message,
        StringComparison.Ordinal);

    private void Program(string name, string text)
    {
        Directory.CreateDirectory(_folder.File("bin"));
        File.WriteAllText(_folder.File($"bin/{name}"), $"#!/bin/bash\n{text}\n");
        using var mode = Process.Start("chmod", ["+x", _folder.File($"bin/{name}")]);
        mode.WaitForExit();
    }
}
