using FineFlow.Core.Settings;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Torch.Tests.Training;

/// <summary>What follows from the declarations of the training options.</summary>
public class OptionTableTests
{
    private static IEnumerable<OptionInfo> Options => OptionInfo.Of(typeof(Recipe)).Concat(OptionInfo.Of(typeof(RunOptions)));

    [Fact]
    public void The_documentations_table_is_that_of_the_declarations() => Assert.Equal(Table(), Documentation.OptionTable("training.md"));

    [Fact]
    public void Every_option_is_described_and_has_a_name_of_its_own()
    {
        Assert.All(Options, option => Assert.NotEmpty(option.Description));
        Assert.Equal(Options.Count(), Options.Select(option => option.Name).Distinct().Count());
        Assert.Equal(Options.Count(), Options.Select(option => option.Property).Distinct().Count());
    }

    [Fact]
    public void A_constant_default_is_the_declarations_own()
    {
        var recipe = Recipe.Common;
        foreach (var option in OptionInfo.Of(typeof(Recipe)).Where(option => option.Default is not "the recipe's"))
        {
            Assert.Equal(option.TextOf(recipe), option.TextOf(recipe) is null ? null : option.Default);
        }
    }

    [Fact]
    public void A_value_is_set_in_a_copy()
    {
        var option = OptionInfo.Of(typeof(Recipe)).Single(option => option.Name == "--schedule");

        var changed = option.With(Recipe.Common, ScheduleKind.Cosine);

        Assert.Equal(ScheduleKind.Cosine, changed.ScheduleKind);
        Assert.Equal(Recipe.Common with { ScheduleKind = ScheduleKind.Cosine }, changed);
        Assert.Equal(("cosine", "steps"), (option.TextOf(changed), option.TextOf(Recipe.Common)));
        Assert.Equal(["adam", "adamw", "sgd"], OptionInfo.NamesOf(typeof(OptimizerKind)));
    }

    private static string Table() =>
        "| option | default | on `--resume` | in `run.json` | meaning |\n|---|---|---|---|---|\n"
        + string.Concat(OptionInfo.Of(typeof(Recipe)).Select(option => Row(option, "recipe.")))
        + string.Concat(OptionInfo.Of(typeof(RunOptions)).Select(option => Row(option, "")));

    private static string Row(OptionInfo option, string place)
    {
        var rule = option.OnResume switch
        {
            ResumeRule.Keep => "kept",
            ResumeRule.Change => "may change",
            _ => "may change, last bits",
        };
        var name = $"{option.Name} {option.ValueName}".TrimEnd();
        return $"| `{name}` | {option.Default} | {rule} | `{place}{option.Setting}` | {option.Description} |\n";
    }
}
