using System.CommandLine;
using FineFlow.Cli.CommandLine;
using FineFlow.Core;

namespace FineFlow.Cli.Commands.Slurm;

/// <summary>The options of a plan that say how an array of jobs of Slurm does it.</summary>
internal sealed class SlurmOptions
{
    private const int DefaultCores = 4;

    private readonly Option<bool> _slurm;
    private readonly Option<int?> _cores;
    private readonly Option<string> _time;
    private readonly Option<string?> _partition = new("--partition")
    {
        Description = "partition of Slurm (default: the cluster's)",
        HelpName = "NAME",
    };

    /// <param name="script">Name of the script.</param>
    /// <param name="task">What a job does, with its article.</param>
    /// <param name="timeOption">Name of the option of the time limit.</param>
    /// <param name="atLimit">What becomes of a task at the time limit.</param>
    public SlurmOptions(string script, string task, string timeOption, string atLimit)
    {
        _slurm = new("--slurm")
        {
            Description = $"also write {script}, which does the plan as an array of jobs on a cluster of Slurm",
        };
        _cores = NumberOption.Whole("--cpus", "N", $"cores of each job of Slurm, and threads of {task} (default: {DefaultCores})");
        _time = new(timeOption)
        {
            Description = $"time limit of each job of Slurm; {task} that reaches it {atLimit}",
            DefaultValueFactory = _ => "04:00:00",
            HelpName = "HH:MM:SS",
        };
    }

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command) => new Option[] { _slurm, _cores, _time, _partition }.ToList().ForEach(command.Add);

    /// <summary>Returns the script's settings; null where none is wanted.</summary>
    /// <exception cref="BadInputException">A value is none of Slurm's, or is given without a script.</exception>
    public SlurmScript? Of(ParseResult parsed)
    {
        var named = new Option[] { _cores, _time, _partition }.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false });
        return (parsed.GetValue(_slurm), named) switch
        {
            (true, _) => new(
                parsed.GetValue(_cores) ?? DefaultCores, parsed.GetRequiredValue(_time), parsed.GetValue(_partition), _time.Name),
            (false, null) => null,
            _ => throw new BadInputException($"option {named.Name}", "is given without --slurm"),
        };
    }
}
