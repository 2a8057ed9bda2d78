using System.Text.RegularExpressions;

namespace FineFlow.Cli.CommandLine.Help;

/// <summary>The groups in which the options of commands with many are shown. An option of no group comes first.</summary>
internal static partial class OptionGroups
{
    private const string Heading = "Options:";

    private static readonly OptionGroup Machine = new(
        "Machine", "--precision --micro-batch --device --deterministic --memory --threads --libtorch");

    private static readonly OptionGroup[] Training =
    [
        new("Model", "--model --size --members --set --exact --project --init-from --init-place"),
        new("Training", "--loss --recipe --epochs --batch-size --ema --patience --seed --target-days --leave-out"),
        new("Optimizer", "--learning-rate --optimizer --weight-decay --momentum --clip-grad --schedule --warm-up"),
        Machine,
    ];

    private static readonly OptionGroup[] Gridding =
    [
        new("Columns", "--time --lon --lat --end-time --end-lon --end-lat --weight --vehicle --columns --stations"),
        new("Columns of tables of counts", "--row --column --cell --count --base --key"),
        new("Time", "--time-format --clock --zone --slot --hours --from --to --start"),
        new("Place", "--box --grid --factor"),
        new("Rows", "--flow --max-gap --drop-duplicates --min-rows --max-bad"),
        new("Splits", "--split --valid-from --test-from"),
        new(
            "Weather and holidays",
            "--weather --weather-time --temperature --wind --conditions --precipitation --temperature-unit --wind-unit "
            + "--precipitation-unit --weather-clock --weather-time-format --weather-max-age --holidays --holiday-column"),
        Machine,
    ];

    private static readonly Dictionary<string, OptionGroup[]> ByCommand = new()
    {
        ["train"] = Training,
        ["continual"] = Training,
        ["continual plan"] = [.. Training, new("Slurm", "--slurm --cpus --time --partition")],
        ["city"] = Gridding,
        ["data grid"] = Gridding,
        ["data grid plan"] = Gridding,
        ["data import maps"] = Gridding,
        ["predict"] =
        [
            new("Input", "--input --data --split --ext --time --slot --below"),
            new("Answer", "--estimate --integers --quantiles --draws --seed --exact --project"),
            new("Output", "--output --zeros-as-nodata --tile --overlap"),
            Machine,
        ],
        ["serve"] =
        [
            new("Models and data", "--demo --models --data --refresh --mqtt --strict --share-models"),
            new("Addresses", "--url --admin-url --grpc-url --admin-grpc-url --proxy --tls-cert --tls-key --api-key-file"),
            new("Limits", "--max-body --rate --timeout --connections --max-batch --queue --model-memory"),
            new("Map", "--tile-url --tile-attribution"),
            Machine,
        ],
    };

    /// <summary>Returns a command's options by groups, each with its title: null for those of no group, which come first.</summary>
    /// <param name="command">The command's words.</param>
    /// <param name="options">The options.</param>
    /// <param name="nameOf">Returns an option's name, such as <c>--out</c>.</param>
    public static IEnumerable<(string? Title, IReadOnlyList<T> Options)> Of<T>(
        IEnumerable<string> command, IReadOnlyList<T> options, Func<T, string> nameOf)
    {
        var groups = ByCommand.GetValueOrDefault(string.Join(' ', command), []);
        yield return (null, [.. options.Where(option => !groups.Any(group => group.Names.Contains(nameOf(option))))]);
        foreach (var group in groups)
        {
            if (options.Where(option => group.Names.Contains(nameOf(option))).ToList() is { Count: > 0 } some)
            {
                yield return (group.Title, some);
            }
        }
    }

    /// <summary>Puts the options of the library's help into their groups.</summary>
    /// <param name="command">The command's words.</param>
    /// <param name="help">The library's help.</param>
    public static string Arrange(IEnumerable<string> command, string help)
    {
        var start = help.IndexOf($"{Heading}\n", StringComparison.Ordinal) + Heading.Length + 1;
        var end = help.IndexOf("\n\n", start, StringComparison.Ordinal);
        var rows = Row().Matches(help[start..end] + "\n").Select(row => row.Value).ToList();
        var groups = Of(command, rows, row => LongName().Match(row).Value)
            .Select(group => (group.Title is null ? "" : $"\n{group.Title}:\n") + string.Concat(group.Options));
        return help[..start] + string.Concat(groups) + help[(end + 1)..];
    }

    /// <summary>An option with the lines that its description goes on in.</summary>
    [GeneratedRegex(@"^  -.*\n(   .*\n)*", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("--[a-z0-9-]+")]
    private static partial Regex LongName();

    private sealed record OptionGroup(string Title, string Words)
    {
        public IReadOnlyList<string> Names { get; } = Words.Split(' ');
    }
}
