using System.CommandLine;
using System.Text.Json.Nodes;
using FineFlow.Cli.CommandLine;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Settings;
using FineFlow.Core.Workers;
using FineFlow.Experiments.Continual;
using FineFlow.Torch.Continual;
using FineFlow.Torch.Continual.Sequences;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Runtime;
using FineFlow.Torch.Training;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Cli.Commands.Continual;

/// <summary>What the commands of a sequence of tasks are asked.</summary>
internal static class SequenceOptions
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

    public static Argument<string> Folder { get; } = new("DIR")
    {
        Description = "the folder of the sequences, as --out named it",
    };

    public static Option<string> Out { get; } = new("--out")
    {
        Description = "folder for runs, tables and figures; the same command goes on in it, bit for bit",
        Required = true,
        HelpName = "DIR",
    };

    /// <summary>The options that say which sequences there are, and how they are learnt.</summary>
    public static IReadOnlyList<Option> OfPlan { get; } =
    [
        Data, Model, CommonOptions.Size, Strategies, Seeds, CommonOptions.Loss, RecipeName, Set,
        .. OfRecipe.Select(option => option.Option),
        CommonOptions.Device, Deterministic, CommonOptions.Threads, CommonOptions.Strict,
    ];

    /// <summary>Plans the sequences, and loads the data of all tasks.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="threads">Threads of a training where the command line names none; null for libtorch's default.</param>
    /// <exception cref="BadInputException">Something is unknown or invalid, or the network does not accept a task.</exception>
    public static ContinualPlan Plan(ParseResult parsed, int? threads = null)
    {
        var methods = MethodsOf(parsed);
        var seeds = NumberOption.InRange(Seeds, parsed.GetValue(Seeds) ?? 1, MostSeeds);
        var strict = parsed.GetValue(CommonOptions.Strict);
        var settings = CommonOptions.Settings(parsed, Set).ToLookup(pair => pair.Key.StartsWith(StrategyPrefix, StringComparison.Ordinal));
        var options = SettingsBinder.Bind(
            new ContinualOptions(),
            settings[true].Select(pair => KeyValuePair.Create(pair.Key[StrategyPrefix.Length..], pair.Value)),
            "the strategies");
        var request = Request(parsed, settings[false].ToDictionary(), threads);
        var tasks = TaskSequence.Create(
            [.. parsed.GetRequiredValue(Data).Select(data => DatasetLoader.Load(data, strict, [.. SplitNames.All]))]);
        return new(SequenceRequest.Create(tasks, request, options), methods, seeds);
    }

    /// <summary>Opens the folder of a plan, and writes the plan into it for other processes.</summary>
    /// <exception cref="BadInputException">It holds something else, or runs with other settings or data.</exception>
    public static ContinualPlanFile Begin(ParseResult parsed, ContinualPlan plan) =>
        ContinualFolder.Begin(parsed.GetRequiredValue(Out), plan, [.. Words(parsed, plan.Request.Whole)]);

    /// <summary>Makes the plan of a folder again, with its threads.</summary>
    /// <exception cref="BadInputException">There is none, data have changed, or another version plans otherwise.</exception>
    public static ContinualPlan Open(string folder)
    {
        var file = ContinualPlanFile.Read(folder);
        var command = new Command("continual");
        OfPlan.ToList().ForEach(command.Add);
        var parsed = command.Parse(file.Options, new() { ResponseFileTokenReplacer = null });
        if (parsed.Errors is [var first, ..])
        {
            throw new BadInputException(
                PlannedWork.PathIn(folder), $"holds options that this version does not know: {first.Message.TrimEnd('.')}; plan again");
        }

        NativeLibraries.Require(parsed.GetValue(CommonOptions.Threads));
        var plan = Plan(parsed);
        file.Check(folder, plan);
        return plan;
    }

    /// <summary>The options as they were given, but what depends on the folder and the machine that they were given on.</summary>
    private static IEnumerable<string> Words(ParseResult parsed, RunManifest run)
    {
        foreach (var option in OfPlan.Except([Data, CommonOptions.Device, CommonOptions.Threads]))
        {
            if (parsed.GetResult(option) is not { Implicit: false } given)
            {
                continue;
            }

            var values = given.Tokens.SelectMany(token => new[] { option.Name, token.Value }).ToList();
            foreach (var word in values.Count == 0 ? [option.Name] : values)
            {
                yield return word;
            }
        }

        foreach (var word in parsed.GetRequiredValue(Data).SelectMany(data => new[] { Data.Name, Path.GetFullPath(data) }))
        {
            yield return word;
        }

        string[] machine = [CommonOptions.Device.Name, run.Device, CommonOptions.Threads.Name, Invariant($"{run.Threads}")];
        foreach (var word in machine)
        {
            yield return word;
        }
    }

    private static TrainingRequest Request(ParseResult parsed, Dictionary<string, JsonNode?> settings, int? threads)
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
                Threads = parsed.GetValue(CommonOptions.Threads) ?? threads ?? run.Threads,
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
}
