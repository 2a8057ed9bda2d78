using System.CommandLine;
using FineFlow.Cli.Commands.Workers;
using FineFlow.Cli.Terminal;
using FineFlow.Cli.Terminal.Progress;
using FineFlow.Core.Metrics;
using FineFlow.Experiments.Continual;
using FineFlow.Torch.Runtime;

namespace FineFlow.Cli.Commands.Continual;

/// <summary><c>fineflow continual</c>: learns a sequence of datasets by several strategies, and measures what each forgets.</summary>
internal static class ContinualCommand
{
    public static Command Create()
    {
        var command = new Command(
            "continual", "Learn a sequence of datasets by several strategies, and measure what is forgotten. Ctrl-C saves and stops.")
        {
            SequenceOptions.Out,
        };
        SequenceOptions.OfPlan.ToList().ForEach(command.Add);
        command.Add(WorkerOptions.Jobs);
        command.Add(CommonOptions.Json);
        command.SetAction(Run);
        command.Add(ContinualPlanCommand.Create());
        command.Add(ContinualRunCommand.Create());
        command.Add(ContinualStatusCommand.Create());
        command.Add(ContinualCollectCommand.Create());
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var jobs = WorkerOptions.JobsOf(parsed);
        NativeLibraries.Require(parsed.GetValue(CommonOptions.Threads));
        var plan = SequenceOptions.Plan(parsed, WorkerOptions.ThreadsOf(jobs));
        SequenceOptions.Begin(parsed, plan);
        using var interruption = new Interruption();
        var folder = parsed.GetRequiredValue(SequenceOptions.Out);
        return Finish(parsed, folder, Learn(folder, plan, jobs, null, interruption.Token));
    }

    /// <summary>Learns what is left of a plan, in this process or in several.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="jobs">Sequences at a time.</param>
    /// <param name="expiry">How long a process may say nothing; null for the default.</param>
    /// <param name="cancellationToken">Saves and stops.</param>
    public static ContinualOutcome Learn(
        string folder, ContinualPlan plan, int jobs, TimeSpan? expiry, CancellationToken cancellationToken)
    {
        if (jobs == 1)
        {
            return ContinualRunner.Run(folder, plan, new ContinualLine(), cancellationToken, expiry);
        }

        WorkerProcesses.Run("continual", folder, jobs, Devices.NumberOfGpus(plan.Request.Whole.Device), expiry, cancellationToken);
        return ContinualFolder.In(folder).Collect(plan);
    }

    /// <summary>Writes tables and figures, and reports them.</summary>
    public static int Finish(ParseResult parsed, string folder, ContinualOutcome outcome)
    {
        var files = ContinualFiles.Write(folder, outcome);
        Output.Report(parsed.GetValue(CommonOptions.Json), ContinualReport.Of(outcome), report => Render(report, outcome, files));
        return WorkerReport.ExitCode(outcome.Interrupted, outcome.Failures.Count > 0);
    }

    private static void Render(ContinualReport report, ContinualOutcome outcome, IReadOnlyList<string> files)
    {
        if (report.Strategies.Count > 0)
        {
            Output.Line(Invariant($"{report.Model} after {report.Tasks.Count} tasks, test splits, {MetricCatalog.DirectionNote}:"));
            TerminalTable.Write(ContinualTables.Measures(report, MetricCatalog.Mse));
            TerminalTable.Write(ContinualTables.Measures(report, MetricCatalog.Mae));
        }

        if (outcome.Interrupted)
        {
            Output.Line("not finished; the same 'continual' command, or 'continual run' in its folder, goes on");
        }

        files.ToList().ForEach(Output.Line);
    }
}
