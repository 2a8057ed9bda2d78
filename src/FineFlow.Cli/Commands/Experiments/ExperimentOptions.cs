using System.CommandLine;
using FineFlow.Cli.CommandLine;
using FineFlow.Cli.Terminal;
using FineFlow.Core;
using FineFlow.Experiments.Plans;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Cli.Commands.Experiments;

/// <summary>What the commands of an experiment are asked.</summary>
internal static class ExperimentOptions
{
    public static Argument<string> Name { get; } = new("NAME")
    {
        Description = $"{string.Join(", ", ExperimentFile.Names)}, or a file of your own",
    };

    public static Argument<string> Folder { get; } = new("DIR")
    {
        Description = "the experiment's folder, as --out named it",
    };

    public static Option<string[]> Data { get; } = new("--data")
    {
        Description = "dataset folder; may be repeated",
        Required = true,
        HelpName = "DIR",
    };

    public static Option<string> Out { get; } = new("--out")
    {
        Description = "folder for runs, tables and figures; the same command goes on in it",
        Required = true,
        HelpName = "DIR",
    };

    public static Option<string> Budget { get; } = new("--budget")
    {
        Description = "how much to train: paper, half or quick, as the experiment's file defines them",
        DefaultValueFactory = _ => "quick",
        HelpName = "NAME",
    };

    public static Option<int?> Seeds { get; } = NumberOption.Whole(
        "--seeds", "N", "trainings of each model, with the seeds 1 to N (default: the budget's)");

    public static Option<int?> Epochs { get; } =
        DeclaredOption.Of<int?>(typeof(Recipe), nameof(Recipe.Epochs), otherwise: "the budget's");

    public static Option<string?> ModelNames { get; } = new("--models")
    {
        Description = "models of the catalog, divided by commas (default: the experiment's)",
        HelpName = "A,B",
    };

    /// <summary>Whether a GPU repeats each training bit for bit.</summary>
    public static Option<bool> Deterministic { get; } = DeclaredOption.Of<bool>(typeof(RunOptions), nameof(RunOptions.Deterministic));

    /// <summary>The options that say which trainings an experiment has.</summary>
    public static IEnumerable<Option> OfPlan { get; } =
        [Data, Out, Budget, Seeds, Epochs, ModelNames, CommonOptions.Device, Deterministic, CommonOptions.Threads, CommonOptions.Strict];

    /// <summary>Plans the trainings, and says which are left out and why.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="threads">Threads of a training where the command line names none; null for libtorch's default.</param>
    /// <param name="cancellationToken">Checked between models.</param>
    /// <exception cref="BadInputException">Something is unknown or invalid, or no model accepts any dataset.</exception>
    public static ExperimentPlan Plan(ParseResult parsed, int? threads, CancellationToken cancellationToken)
    {
        var plan = ExperimentPlan.Create(
            new()
            {
                File = ExperimentFile.Read(parsed.GetRequiredValue(Name)),
                Data = parsed.GetRequiredValue(Data),
                Budget = parsed.GetRequiredValue(Budget),
                Seeds = parsed.GetValue(Seeds),
                Epochs = parsed.GetValue(Epochs),
                Models = parsed.GetValue(ModelNames)?.Split(',', StringSplitOptions.TrimEntries),
                Threads = parsed.GetValue(CommonOptions.Threads) ?? threads,
                Device = CommonOptions.DeviceOf(parsed),
                Deterministic = parsed.GetValue(Deterministic),
                Strict = parsed.GetValue(CommonOptions.Strict),
            },
            cancellationToken);
        plan.Warnings.ToList().ForEach(Output.Warning);
        foreach (var refusal in plan.Refusals)
        {
            Output.Note($"not trained: {refusal.Model} on {refusal.Dataset}: {refusal.Reason}");
        }

        return plan;
    }
}
