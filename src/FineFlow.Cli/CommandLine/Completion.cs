using System.CommandLine;
using System.CommandLine.Completions;
using FineFlow.Core.Datasets;
using FineFlow.Core.Settings;
using FineFlow.Experiments.Plans;
using FineFlow.Torch.Losses;
using FineFlow.Torch.Models;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Runtime;

namespace FineFlow.Cli.CommandLine;

/// <summary>Words that a shell offers behind options and commands. The shell asks for them by the directive <c>[suggest]</c>.</summary>
internal static class Completion
{
    /// <summary>The words behind an option, by its name and the name of its value, or in the place of an argument.</summary>
    private static readonly Dictionary<string, Func<IEnumerable<string>>> Words = new()
    {
        ["--model NAME"] = Models,
        ["--models A,B"] = Models,
        ["models NAME"] = Models,
        ["experiment NAME"] = () => ExperimentFile.Names,
        ["experiment plan NAME"] = () => ExperimentFile.Names,
        ["--loss NAME"] = () => LossCatalog.All.Select(loss => loss.Name),
        ["--recipe NAME"] = () => Recipe.Names,
        ["--size NAME"] = () => OptionInfo.NamesOf(typeof(NetworkSize)),
        ["--device NAME"] = () => [Devices.Cpu, "cuda", Devices.Auto],
        ["--split NAME"] = () => [SplitNames.Train, SplitNames.Valid, SplitNames.Test],
        ["--budget NAME"] = () => ["paper", "half", "quick"],
    };

    /// <summary>Adds the words to all commands of a program.</summary>
    public static void AddTo(Command command, string path = "")
    {
        foreach (var option in command.Options)
        {
            Add($"{option.Name} {option.HelpName}", option.CompletionSources);
        }

        foreach (var argument in command.Arguments)
        {
            Add($"{path}{argument.Name}", argument.CompletionSources);
        }

        foreach (var child in command.Subcommands)
        {
            AddTo(child, $"{path}{child.Name} ");
        }
    }

    private static void Add(string place, List<Func<CompletionContext, IEnumerable<CompletionItem>>> sources)
    {
        if (sources.Count == 0 && Words.TryGetValue(place, out var words))
        {
            sources.Add(_ => words());
        }
    }

    private static IEnumerable<string> Models() => ModelCatalog.All.Select(model => model.Name);
}
