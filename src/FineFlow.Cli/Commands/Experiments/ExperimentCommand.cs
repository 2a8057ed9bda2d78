using System.CommandLine;
using FineFlow.Cli.Commands.Workers;
using FineFlow.Cli.Terminal;
using FineFlow.Cli.Terminal.Progress;
using FineFlow.Experiments.Plans;
using FineFlow.Experiments.Results;
using FineFlow.Experiments.Running;
using FineFlow.Torch.Runtime;

namespace FineFlow.Cli.Commands.Experiments;

/// <summary><c>fineflow experiment</c>: repeats the paper's tables and figures.</summary>
internal static class ExperimentCommand
{
    public static Command Create()
    {
        var command = new Command(
            "experiment", "Repeat a table or figure of the paper on any data. Ctrl-C saves and stops; the same command goes on.")
        {
            ExperimentOptions.Name,
        };
        ExperimentOptions.OfPlan.ToList().ForEach(command.Add);
        command.Add(WorkerOptions.Jobs);
        command.Add(CommonOptions.Json);
        command.SetAction(Run);
        command.Add(PlanCommand.Create());
        command.Add(RunCommand.Create());
        command.Add(StatusCommand.Create());
        command.Add(CollectCommand.Create());
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var jobs = WorkerOptions.JobsOf(parsed);
        NativeLibraries.Require(parsed.GetValue(CommonOptions.Threads));
        using var interruption = new Interruption();
        var plan = ExperimentOptions.Plan(parsed, WorkerOptions.ThreadsOf(jobs), interruption.Token);
        var folder = parsed.GetRequiredValue(ExperimentOptions.Out);
        ExperimentFolder.Begin(folder, plan);
        return Finish(parsed, folder, Train(folder, plan, jobs, null, interruption.Token));
    }

    /// <summary>Trains what is left of a plan, in this process or in several.</summary>
    /// <param name="folder">The experiment's folder.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="jobs">Trainings at a time.</param>
    /// <param name="expiry">How long a process may say nothing; null for the default.</param>
    /// <param name="cancellationToken">Saves and stops.</param>
    public static ExperimentOutcome Train(
        string folder, ExperimentPlan plan, int jobs, TimeSpan? expiry, CancellationToken cancellationToken)
    {
        if (jobs == 1)
        {
            return ExperimentRunner.Run(folder, plan, new ExperimentLine(), expiry: expiry, cancellationToken: cancellationToken);
        }

        WorkerProcesses.Run("experiment", folder, jobs, Devices.NumberOfGpus(plan.Device), expiry, cancellationToken);
        return ExperimentFolder.Open(folder, plan).Collect(plan);
    }

    /// <summary>Writes tables and figures, and reports them.</summary>
    public static int Finish(ParseResult parsed, string folder, ExperimentOutcome outcome)
    {
        ExperimentOutput.Write(folder, outcome, parsed.GetValue(CommonOptions.Json));
        return WorkerReport.ExitCode(outcome.Interrupted, outcome.Failures.Count > 0);
    }
}
