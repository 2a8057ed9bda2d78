using FineFlow.Core;
using FineFlow.Experiments.Plans;
using FineFlow.Torch.Models;
using FineFlow.Torch.Networks;

namespace FineFlow.Experiments.Tests.Plans;

public sealed class ExperimentFileTests
{
    private const string Sound = """
        // a comment
        {
          "format": 1, "name": "mine", "title": "Mine", "view": "overall",
          "models": ["mean", "plgf"],
          "budgets": { "quick": { "epochs": 2, "size": "small" }, },
        }
        """;

    public static TheoryData<string> Shipped => [.. ExperimentFile.Names];

    [Fact]
    public void The_papers_tables_and_figures_are_there() =>
        Assert.Equal(["ablation", "by-flow", "efficiency", "loss-transfer", "overall", "sensitivity"], ExperimentFile.Names);

    [Theory, MemberData(nameof(Shipped))]
    public void Shipped_files_are_sound_and_have_the_three_budgets(string name)
    {
        var file = ExperimentFile.Read(name);
        Assert.Equal(name, file.Name);
        Assert.Equal(["half", "paper", "quick"], file.Budgets.Keys.Order());
        Assert.Equal(5, file.Budgets["paper"].Seeds);
        Assert.Null(file.Budgets["paper"].Epochs);
        Assert.Equal(NetworkSize.Paper, file.Budgets["paper"].Size);
    }

    [Fact]
    public void Overall_holds_every_published_model() =>
        Assert.Equal(ModelCatalog.All.Where(entry => entry.IsPublished).Select(entry => entry.Name), ExperimentFile.Read("overall").Models);

    [Fact]
    public void Published_rows_are_models_or_variants_of_the_file() => Assert.All(ExperimentFile.Names.Select(ExperimentFile.Read), file =>
        Assert.All(file.Published.Values.SelectMany(dataset => dataset.Keys), row =>
            Assert.Contains(row, file.Models.Concat(file.Variants.Select(variant => variant.Name)))));

    [Fact]
    public void The_papers_claim_follows_from_its_published_table()
    {
        var published = ExperimentFile.Read("overall").Published;
        Assert.Equal(4, published.Count);
        Assert.All(published.Values, dataset => Assert.All(
            dataset.Where(row => row.Key != "plgf"),
            row => Assert.All(row.Value.Zip(dataset["plgf"]), pair => Assert.True(pair.First > pair.Second))));
    }

    [Fact]
    public void Comments_and_trailing_commas_are_welcome() =>
        Assert.Equal(["mean", "plgf"], ExperimentFile.Parse("mine.jsonc", Sound).Models);

    [Theory]
    [InlineData("\"format\": 1", "\"format\": 2", "format: is 2")]
    [InlineData("\"view\"", "\"veiw\"", "veiw")]
    [InlineData("\"overall\"", "\"radial\"", "line 3")]
    [InlineData("\"plgf\"", "\"plfg\"", "'plfg'")]
    [InlineData("\"plgf\"", "\"mean\"", "'mean' is there twice")]
    [InlineData("[\"mean\", \"plgf\"]", "[]", "models: is empty")]
    [InlineData("\"small\"", "\"smal\"", "line 5")]
    [InlineData("\"epochs\": 2", "\"epochs\": 0", "'epochs'")]
    [InlineData("\"mine\"", "\"../..\"", "is no name")]
    [InlineData("\"models\"", "\"sweeps\": {\"rdb_layers\": [1]}, \"models\"", "sweeps")]
    [InlineData("\"models\"", "\"recipe\": \"secret\", \"models\"", "recipe: is 'secret'")]
    [InlineData("\"models\"", "\"variants\": [{\"name\": \"A b\"}, {\"name\": \"a/B\"}], \"models\"", "is there twice")]
    [InlineData("\"models\"", "\"published\": {\"d\": {\"plgf\": [1, 2]}}, \"models\"", "'plgf' has 2 numbers")]
    [InlineData("\"models\"", "\"models\": [\"ha\"], \"models\"", "mine.jsonc")]
    [InlineData("}\n", "", "mine.jsonc")]
    public void Mistakes_are_named_with_the_file(string sound, string mistaken, string complaint)
    {
        var text = Sound + "\n";
        Assert.Contains(sound, text, StringComparison.Ordinal);
        text = text.Replace(sound, mistaken, StringComparison.Ordinal);
        var refusal = Assert.Throws<BadInputException>(() => ExperimentFile.Parse("mine.jsonc", text));
        Assert.StartsWith("mine.jsonc: ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(complaint, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_name_lists_the_known_ones() => Assert.Contains(
        "overall", Assert.Throws<BadInputException>(() => ExperimentFile.Read("everything")).Message, StringComparison.Ordinal);
}
