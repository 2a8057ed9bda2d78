using FineFlow.Core.Formats;
using FineFlow.EndToEnd.Tests.Program;

namespace FineFlow.EndToEnd.Tests.Reports;

/// <summary>The warnings of <c>evaluate</c> and <c>predict</c> about data that are unlike the training's, and <c>--strict</c>.</summary>
public sealed class TrainingFitTests(TrainedRun trained) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Output => _folder.File("Y.npy");

    [Fact]
    public void The_models_own_data_are_taken_without_a_word_also_by_strict()
    {
        var evaluated = Fineflow.RunWell("evaluate", trained.Run, "--data", trained.Data, "--strict", "--json");
        var predicted = Fineflow.RunWell(Predict(trained.File("test", "X.npy"), "--strict", "--json"));

        Assert.DoesNotContain("warning", evaluated.Error + predicted.Error, StringComparison.Ordinal);
        Assert.Empty(evaluated.Json().GetProperty("warnings").EnumerateArray());
        Assert.Empty(predicted.Json().GetProperty("warnings").EnumerateArray());
    }

    [Fact]
    public void Evaluate_names_another_city()
    {
        var other = City.Write(_folder.File("other"), train: 20, manifest: true);
        var outcome = Fineflow.RunWell("evaluate", trained.Run, "--data", other, "--json");

        Assert.Contains(
            $"fineflow: warning: {other}/test is other data than this model was trained on", outcome.Error, StringComparison.Ordinal);
        Assert.Single(outcome.Json().GetProperty("warnings").EnumerateArray());
        Fineflow.Run("evaluate", trained.Run, "--data", other, "--strict")
            .AssertRefused($"{other}/test: is other data", "the fingerprints differ");
    }

    [Fact]
    public void Evaluate_says_what_its_numbers_are_of()
    {
        var data = City.Write(_folder.File("divided"));
        File.WriteAllText(Path.Combine(data, "dataset.json"), """{"split": "7:1:2 in time order"}""");
        var report = Fineflow.RunWell("evaluate", trained.Run, "--data", data, "--json").Json();

        Assert.Equal("7:1:2 in time order", report.GetProperty("division").GetString());
        Assert.Equal(64, report.GetProperty("fingerprint").GetString()!.Length);
        var evaluated = Fineflow.RunWell("evaluate", trained.Run, "--data", data);
        Assert.Contains("divided 7:1:2 in time order, data ", evaluated.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Predict_names_fine_maps_by_mistake()
    {
        var outcome = Fineflow.RunWell(Predict(trained.File("test", "Y.npy"), "--json"));

        Assert.Contains(
            "8 x 8 cells, the size of the fine maps that this model infers from 4 x 4", outcome.Error, StringComparison.Ordinal);
        Assert.NotEmpty(outcome.Json().GetProperty("warnings").EnumerateArray());
        File.Delete(Output);
        Fineflow.Run(Predict(trained.File("test", "Y.npy"), "--strict")).AssertRefused("Y.npy: has maps of 8 x 8 cells");
        Assert.False(File.Exists(Output));
    }

    [Fact]
    public void Predict_names_counts_of_another_scale()
    {
        var counts = NpyReader.ReadSingle(trained.File("test", "X.npy"));
        NpyWriter.Write(_folder.File("X.npy"), Array.ConvertAll(counts.Values, count => 100 * count), counts.Shape);

        var warned = Fineflow.RunWell(Predict(_folder.File("X.npy")));
        Assert.Contains("counts a coarse cell on average; this model was trained on", warned.Error, StringComparison.Ordinal);
        Fineflow.Run(Predict(_folder.File("X.npy"), "--strict")).AssertRefused("counts a coarse cell on average");
    }

    [Fact]
    public void Predict_names_another_size()
    {
        NpyWriter.Write(_folder.File("X.npy"), [.. Enumerable.Repeat(50f, 8 * 36)], 8, 6, 6);

        var warned = Fineflow.RunWell(Predict(_folder.File("X.npy")));
        Assert.Contains("6 x 6 cells; this model was trained on 4 x 4", warned.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_card_of_an_older_version_opens_and_knows_no_scale()
    {
        var old = trained.CopyTo(_folder.File("old"));
        var card = Path.Combine(old, "model", "card.json");
        var text = File.ReadAllText(card);
        var from = text.IndexOf("\"coarse\": {", StringComparison.Ordinal);
        var to = text.IndexOf("\"train_samples\"", StringComparison.Ordinal);
        Assert.True(from > 0 && to > from);
        File.WriteAllText(card, text[..from] + text[to..]);
        NpyWriter.Write(_folder.File("X.npy"), [.. Enumerable.Repeat(1e6f, 8 * 16)], 8, 4, 4);

        var outcome = Fineflow.RunWell(
            "predict", old, "--input", _folder.File("X.npy"), "--ext", trained.File("test", "ext.npy"), "--output", Output);
        Assert.DoesNotContain("warning", outcome.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private string[] Predict(string input, params string[] more) =>
        ["predict", trained.Run, "--input", input, "--ext", trained.File("test", "ext.npy"), "--output", Output, .. more];
}
