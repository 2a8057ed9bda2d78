using System.CommandLine;
using System.Text.Json.Nodes;
using FineFlow.Cli.CommandLine;
using FineFlow.Cli.Terminal;
using FineFlow.Cli.Terminal.Progress;
using FineFlow.Core.Datasets;
using FineFlow.Core.Metrics;
using FineFlow.Core.Settings;
using FineFlow.Experiments.Continual;
using FineFlow.Torch.Continual;
using FineFlow.Torch.Continual.Sequences;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Runtime;
using FineFlow.Torch.Training;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Cli.Commands;

/// <summary><c>fineflow continual</c>: learns a sequence of datasets by several strategies, and measures what each forgets.</summary>
internal static class ContinualCommand
{
    private const string DefaultModel = "cufar";
    private const string StrategyPrefix = "strategy.";
    private const int MostSeeds = 100;

    private static readonly Option<string[]> Data = new("--data")
    {
        Description = "dataset folder of the next task; repeated, in the order of learning",
        Required = true,
        HelpName = "DIR",
    };

    private static readonly Option<string> Out = new("--out")
    {
        Description = "folder for runs, tables and figures; the same command goes on in it, bit for bit",
        Required = true,
        HelpName = "DIR",
    };

    private static readonly Option<string?> Model = new("--model")
    {
        Description = $"network of the catalog that gradients train, see fineflow models (default: {DefaultModel})",
        HelpName = "NAME",
    };

    private static readonly Option<string[]> Strategies = new("--strategy")
    {
        Description = "how to learn, divided by commas or repeated: "
            + $"{string.Join(", ", ContinualMethods.All.Select(method => method.Name))} (default: all of them)",
        HelpName = "A,B",
    };

    private static readonly Option<int?> Seeds = NumberOption.Whole(
        "--seeds", "N", "sequences of each strategy, with the seeds 1 to N (default: 1)");

    private static readonly Option<string?> RecipeName = new("--recipe")
    {
        Description = $"training protocol of each task: {string.Join(", ", Recipe.Names)} (default: common)",
        HelpName = "NAME",
    };

    private static readonly Option<string[]> Set = new("--set")
    {
        Description = $"set a setting of the model, of the loss by loss.KEY, or of the strategies by {StrategyPrefix}KEY; may be repeated "
            + "(defaults: fineflow models NAME and docs/continual.md)",
        HelpName = "KEY=VALUE",
    };

    private static readonly Option<bool> Deterministic = DeclaredOption.Of<bool>(typeof(RunOptions), nameof(RunOptions.Deterministic));

    /// <summary>The recipe's options but the average of weights, which strategies do not act upon.</summary>
    private static readonly IReadOnlyList<DeclaredOption> OfRecipe =
        [.. DeclaredOption.AllOf(typeof(Recipe)).Where(option => option.Info.Property != nameof(Recipe.Ema))];

    public static Command Create()
    {
        var command = new Command(
            "continual", "Learn a sequence of datasets by several strategies, and measure what is forgotten. Ctrl-C saves and stops.")
        {
            Data, Out, Model, CommonOptions.Size, Strategies, Seeds, CommonOptions.Loss, RecipeName, Set,
        };
        foreach (var option in OfRecipe.Select(option => option.Option)
            .Concat([CommonOptions.Device, Deterministic, CommonOptions.Threads, CommonOptions.Strict, CommonOptions.Json]))
        {
            command.Options.Add(option);
        }

        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        NativeLibraries.Require(parsed.GetValue(CommonOptions.Threads));
        var (folder, plan) = (parsed.GetRequiredValue(Out), Plan(parsed));
        using var interruption = new Interruption();
        var outcome = ContinualRunner.Run(folder, plan, new ContinualLine(), interruption.Token);
        var files = ContinualFiles.Write(folder, outcome);
        Output.Report(parsed.GetValue(CommonOptions.Json), ContinualReport.Of(outcome), report => Render(report, outcome, files));
        return outcome.Interrupted ? ExitCodes.Interrupted : outcome.Failures.Count > 0 ? ExitCodes.CheckFailed : ExitCodes.Done;
    }

    private static ContinualPlan Plan(ParseResult parsed)
    {
        var methods = MethodsOf(parsed);
        var seeds = NumberOption.InRange(Seeds, parsed.GetValue(Seeds) ?? 1, MostSeeds);
        var strict = parsed.GetValue(CommonOptions.Strict);
        var settings = CommonOptions.Settings(parsed, Set).ToLookup(pair => pair.Key.StartsWith(StrategyPrefix, StringComparison.Ordinal));
        var options = SettingsBinder.Bind(
            new ContinualOptions(),
            settings[true].Select(pair => KeyValuePair.Create(pair.Key[StrategyPrefix.Length..], pair.Value)),
            "the strategies");
        var request = Request(parsed, settings[false].ToDictionary());
        var tasks = TaskSequence.Create(
            [.. parsed.GetRequiredValue(Data).Select(data => DatasetLoader.Load(data, strict, [.. SplitNames.All]))]);
        return new(SequenceRequest.Create(tasks, request, options), methods, seeds);
    }

    private static TrainingRequest Request(ParseResult parsed, Dictionary<string, JsonNode?> settings)
    {
        var device = CommonOptions.DeviceOf(parsed);
        return new TrainingRequest
        {
            Model = parsed.GetValue(Model) ?? DefaultModel,
            Loss = parsed.GetValue(CommonOptions.Loss),
            Recipe = parsed.GetValue(RecipeName),
            Size = CommonOptions.SizeOf(parsed),
            Settings = settings,
        }
            .With((Recipe recipe) => DeclaredOption.Apply(OfRecipe, parsed, recipe))
            .With(run => run with
            {
                Device = device,
                Deterministic = parsed.GetValue(Deterministic),
                Threads = parsed.GetValue(CommonOptions.Threads) ?? run.Threads,
            });
    }

    private static List<ContinualMethod> MethodsOf(ParseResult parsed)
    {
        var names = (parsed.GetValue(Strategies) ?? [])
            .SelectMany(list => list.Split(',', StringSplitOptions.TrimEntries))
            .Distinct()
            .ToList();
        return names.Count == 0 ? [.. ContinualMethods.All] : [.. names.Select(ContinualMethods.Find)];
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
            Output.Line("not finished; the same command goes on");
        }

        files.ToList().ForEach(Output.Line);
    }
}
