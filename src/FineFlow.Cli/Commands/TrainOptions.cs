using System.CommandLine;
using FineFlow.Cli.Terminal;
using FineFlow.Core;
using FineFlow.Core.Settings;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Training;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Cli.Commands;

/// <summary>The training options that <see cref="Recipe"/> and <see cref="RunOptions"/> declare.</summary>
internal static class TrainOptions
{
    private static readonly IReadOnlyList<TrainOption> OfRecipe = [.. OptionInfo.Of(typeof(Recipe)).Select(TrainOption.Create)];
    private static readonly IReadOnlyList<TrainOption> OfRun = [.. OptionInfo.Of(typeof(RunOptions)).Select(TrainOption.Create)];

    /// <summary>All training options, in the order of the help.</summary>
    public static IEnumerable<Option> All => OfRecipe.Concat(OfRun).Select(option => option.Option);

    /// <summary>Returns a request with the given options.</summary>
    public static TrainingRequest Apply(ParseResult parsed, TrainingRequest request)
    {
        var (recipe, run) = (Given(OfRecipe, parsed), Given(OfRun, parsed));
        return request
            .With((Recipe before) => recipe.Aggregate(before, (changed, given) => given.Info.With(changed, given.Value)))
            .With((RunOptions before) => run.Aggregate(before, (changed, given) => given.Info.With(changed, given.Value)));
    }

    /// <summary>Returns the settings by which two runs differ in their last bits: option, value before, value now.</summary>
    public static IEnumerable<(string Option, string? Before, string? Now)> RoundingChanges(RunManifest before, RunManifest now) =>
        from option in OfRun
        where option.Info.OnResume == ResumeRule.ChangeLastBits && option.Info.TextOf(before) != option.Info.TextOf(now)
        select (option.Info.Name, option.Info.TextOf(before), option.Info.TextOf(now));

    private static List<(OptionInfo Info, object Value)> Given(IReadOnlyList<TrainOption> options, ParseResult parsed) =>
        [.. from option in options let value = option.Value(parsed) where value is not null select (option.Info, value)];

    /// <summary>An option, and the function that reads its value.</summary>
    private sealed record TrainOption(OptionInfo Info, Option Option, Func<ParseResult, object?> Value)
    {
        public static TrainOption Create(OptionInfo info)
        {
            var (name, value, text) = (info.Name, info.ValueName, $"{info.Description} (default: {info.Default})");
            if (info.ValueType == typeof(int))
            {
                var whole = NumberOption.Whole(name, value, text);
                return new(info, whole, parsed => parsed.GetValue(whole));
            }

            if (info.ValueType == typeof(long))
            {
                var whole = NumberOption.Long(name, value, text);
                return new(info, whole, parsed => parsed.GetValue(whole));
            }

            if (info.ValueType == typeof(double))
            {
                var number = NumberOption.Decimal(name, value, text);
                return new(info, number, parsed => parsed.GetValue(number));
            }

            var word = new Option<string?>(name) { Description = text, HelpName = value };
            return new(info, word, parsed => parsed.GetValue(word) is { } given ? Parse(info, given) : null);
        }

        private static object Parse(OptionInfo info, string text)
        {
            if (!info.ValueType.IsEnum)
            {
                return text;
            }

            var names = OptionInfo.NamesOf(info.ValueType);
            var index = names.ToList().FindIndex(name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
            return index >= 0
                ? Enum.GetValues(info.ValueType).GetValue(index)!
                : throw new BadInputException(
                    $"option {info.Name}", $"'{text}'; expected {string.Join(", ", names)}{NearestName.Question(text, names)}");
        }
    }
}
