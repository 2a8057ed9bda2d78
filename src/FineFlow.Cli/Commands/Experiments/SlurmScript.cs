using System.Text.RegularExpressions;
using FineFlow.Core;
using FineFlow.Core.Storage;

namespace FineFlow.Cli.Commands.Experiments;

/// <summary>
/// A script for sbatch: an array of jobs, one for each training of a plan. A job that reaches its time limit, or is cancelled for another,
/// saves and is put into the queue again.
/// </summary>
internal sealed partial record SlurmScript
{
    /// <summary>Name of the file in the experiment's folder.</summary>
    public const string FileName = "train.slurm";

    // Time to save in before the limit; what an interrupted fineflow exits with.
    private const int SecondsToSave = 120, Interrupted = 130;

    /// <param name="cores">Cores of each job.</param>
    /// <param name="time">Its time limit, HH:MM:SS or D-HH:MM:SS.</param>
    /// <param name="partition">The partition; null for the cluster's default.</param>
    /// <exception cref="BadInputException">A value is none of Slurm's.</exception>
    public SlurmScript(int cores, string time, string? partition)
    {
        (Cores, Time, Partition) = (cores, time, partition);
        Require(cores is >= 1 and <= 1024, "cpus", $"is {cores}; 1 to 1024 is expected");
        Require(TimeLimit().IsMatch(time), "time", $"is '{time}'; HH:MM:SS or D-HH:MM:SS is expected");
        Require(partition is null || Word().IsMatch(partition), "partition", $"is '{partition}'; letters, digits, - and _ are expected");
    }

    /// <summary>Cores of each job.</summary>
    public int Cores { get; }

    private string Time { get; }

    private string? Partition { get; }

    /// <summary>Writes the script, and the folder of its logs; returns its path.</summary>
    /// <param name="folder">The experiment's folder.</param>
    /// <param name="experiment">The experiment's name.</param>
    /// <param name="trainings">The number of its trainings.</param>
    /// <exception cref="BadInputException">The folder cannot be written, or its path cannot stand in the script.</exception>
    public string Write(string folder, string experiment, int trainings)
    {
        var full = Path.GetFullPath(folder);
        Require(
            !full.Any(letter => letter is '\'' or '%' || char.IsControl(letter)), "out", "holds a letter that cannot stand in the script");
        var path = Path.Combine(folder, FileName);
        Directory.CreateDirectory(Path.Combine(folder, "logs"));
        AtomicFile.WriteText(path, Text(full, experiment, trainings));
        return path;
    }

    private string Text(string folder, string experiment, int trainings) => Invariant($$"""
        #!/bin/bash
        # {{trainings}} trainings of '{{experiment}}'. Finished ones end at once, so that this may be submitted again.
        #SBATCH --job-name=fineflow
        #SBATCH --array=1-{{trainings}}
        #SBATCH --cpus-per-task={{Cores}}
        #SBATCH --time={{Time}}
        {{(Partition is null ? "" : $"#SBATCH --partition={Partition}\n")}}#SBATCH --requeue
        #SBATCH --open-mode=append
        #SBATCH --signal=INT@{{SecondsToSave}}
        #SBATCH --output={{folder}}/logs/%a.log

        srun --cpus-per-task={{Cores}} "${FINEFLOW:-fineflow}" experiment run '{{folder}}' --task "$SLURM_ARRAY_TASK_ID"
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
            throw new BadInputException($"option --{option}", problem);
        }
    }

    [GeneratedRegex(@"^(\d+-)?\d{1,3}:[0-5]\d:[0-5]\d$")]
    private static partial Regex TimeLimit();

    [GeneratedRegex("^[A-Za-z0-9_-]+$")]
    private static partial Regex Word();
}
