using System.Text.RegularExpressions;
using FineFlow.Core;
using FineFlow.Core.Storage;

namespace FineFlow.Cli.Commands.Slurm;

/// <summary>
/// A script for sbatch: an array of jobs, one for each task of a plan. A job that reaches its time limit, or is cancelled for another,
/// saves and is put into the queue again.
/// </summary>
internal sealed partial record SlurmScript
{
    // Time to save in before the limit; what an interrupted fineflow exits with.
    private const int SecondsToSave = 120, Interrupted = 130;

    /// <param name="cores">Cores of each job.</param>
    /// <param name="time">Its time limit, HH:MM:SS or D-HH:MM:SS.</param>
    /// <param name="partition">The partition; null for the cluster's default.</param>
    /// <param name="timeOption">The option that gives the time limit.</param>
    /// <exception cref="BadInputException">A value is none of Slurm's.</exception>
    public SlurmScript(int cores, string time, string? partition, string timeOption)
    {
        (Cores, Time, Partition) = (cores, time, partition);
        Require(cores is >= 1 and <= 1024, "--cpus", $"is {cores}; 1 to 1024 is expected");
        Require(TimeLimit().IsMatch(time), timeOption, $"is '{time}'; HH:MM:SS or D-HH:MM:SS is expected");
        Require(partition is null || Word().IsMatch(partition), "--partition", $"is '{partition}'; letters, digits, - and _ are expected");
    }

    /// <summary>Cores of each job.</summary>
    public int Cores { get; }

    private string Time { get; }

    private string? Partition { get; }

    /// <summary>Writes the script, and the folder of its logs; returns its path.</summary>
    /// <param name="folder">The plan's folder.</param>
    /// <param name="tasks">The tasks.</param>
    /// <exception cref="BadInputException">The folder cannot be written, or its path cannot stand in the script.</exception>
    public string Write(string folder, SlurmTasks tasks)
    {
        var full = Path.GetFullPath(folder);
        Require(
            !full.Any(letter => letter is '\'' or '%' || char.IsControl(letter)),
            "--out",
            "holds a letter that cannot stand in the script");
        var path = Path.Combine(folder, tasks.FileName);
        Directory.CreateDirectory(Path.Combine(folder, "logs"));
        AtomicFile.WriteText(path, Text(full, tasks));
        return path;
    }

    private string Text(string folder, SlurmTasks tasks) => Invariant($$"""
        #!/bin/bash
        # {{tasks.Title}}. Finished ones end at once, so that this may be submitted again.
        #SBATCH --job-name=fineflow
        #SBATCH --array=1-{{tasks.Count}}
        #SBATCH --cpus-per-task={{Cores}}
        #SBATCH --time={{Time}}
        {{(Partition is null ? "" : $"#SBATCH --partition={Partition}\n")}}#SBATCH --requeue
        #SBATCH --open-mode=append
        #SBATCH --signal=INT@{{SecondsToSave}}
        #SBATCH --output={{folder}}/logs/%a.log

        srun --cpus-per-task={{Cores}} "${FINEFLOW:-fineflow}" \
          {{tasks.Command}} '{{folder}}'{{tasks.Arguments}} --task "$SLURM_ARRAY_TASK_ID"
        code=$?
        if [ $code -eq {{Interrupted}} ]; then
          scontrol requeue "$SLURM_JOB_ID"
        fi
        exit $code

        """).Replace("\r", "", StringComparison.Ordinal);

    private static void Require(bool holds, string option, string problem)
    {
        if (!holds)
        {
            throw new BadInputException($"option {option}", problem);
        }
    }

    [GeneratedRegex(@"^(\d+-)?\d{1,3}:[0-5]\d:[0-5]\d$")]
    private static partial Regex TimeLimit();

    [GeneratedRegex("^[A-Za-z0-9_-]+$")]
    private static partial Regex Word();
}

/// <summary>What an array of jobs does.</summary>
/// <param name="FileName">Name of the script in the plan's folder.</param>
/// <param name="Title">What the tasks are, for people.</param>
/// <param name="Count">Their number.</param>
/// <param name="Command">The command of fineflow that does one, before the plan's folder.</param>
/// <param name="Arguments">What stands behind the folder, with a blank before; empty for nothing.</param>
internal sealed record SlurmTasks(string FileName, string Title, int Count, string Command, string Arguments = "");
