using System.Text.Json.Nodes;
using FineFlow.Core.Datasets;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Models.Histories;
using FineFlow.Torch.Tests.Models.Histories;
using FineFlow.Torch.Training;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Torch.Tests.Training;

/// <summary>A training that begins with the weights of another city, or sees few days of its own.</summary>
public sealed class TransferTests : IDisposable
{
    private static readonly string[] Learned = ["members.0.bias", "members.0.place", "members.0.sureness"];
    private static readonly string[] Fitted = ["concentration", "finished", "following", "kernel", "pool"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    public void Of_another_city_of_any_size_the_maps_of_the_place_are_made_anew_and_all_else_is_taken(int side)
    {
        var source = Train(City("a", side: 8), Request("dmn")).Run;

        var (run, outcome) = Train(City("b", side, seed: 9), From(source));

        var transfer = outcome.Initial!.Transfer;
        Assert.Equal(WeightsPlace.Other, transfer.Place);
        Assert.Equal(Learned, Remade(transfer, RemadeReason.Place));
        Assert.Equal(Fitted, Remade(transfer, RemadeReason.Fitted));
        Assert.Equal(Learned.Length + Fitted.Length, transfer.Remade.Count);
        Assert.Contains("members.0.head.weight", transfer.Taken);
        Assert.Equal(
            side == 4 ? "[8, 8, 8] there, [8, 4, 4] here" : null,
            transfer.Remade.First(tensor => tensor.Name == "members.0.place").Shapes);

        // With next to no learning rate, what was taken is the source's, and what was made anew is that of a run from fresh weights.
        var fresh = Train(City("b", side, seed: 9), Request("dmn")).Run;
        var (own, theirs, unaided) = (Weights(run), Weights(source), Weights(fresh));
        Assert.All(transfer.Taken, name => Assert.Equal(theirs[name], own[name], (a, b) => Math.Abs(a - b) < 1e-6f));
        Assert.All(Learned, name => Assert.Equal(unaided[name], own[name], (a, b) => Math.Abs(a - b) < 1e-6f));
        Assert.NotEqual(theirs["members.0.place"], own["members.0.place"]);
    }

    [Fact]
    public void In_the_same_place_its_maps_go_on_and_what_is_fitted_does_not()
    {
        var data = City("a", side: 8);
        var (source, _) = Train(data, Request("dmn"));

        var (_, outcome) = Train(City("a", side: 8, seed: 9), From(source));

        Assert.Equal(WeightsPlace.Same, outcome.Initial!.Transfer.Place);
        Assert.Equal(Fitted, Remade(outcome.Initial.Transfer, RemadeReason.Fitted));
        Assert.Subset(outcome.Initial.Transfer.Taken.ToHashSet(), Learned.ToHashSet());

        var told = From(source).With(run => run with { InitPlace = WeightsPlace.Other });
        Assert.Equal(Learned, Remade(Train(data, told).Outcome.Initial!.Transfer, RemadeReason.Place));
    }

    [Fact]
    public void What_was_taken_stands_in_the_runs_record_and_in_the_card_also_after_a_resume()
    {
        var source = Train(City("a", side: 8), Request("dmn")).Run;
        var data = City("b", side: 4);
        var (run, outcome) = Train(data, From(source));

        var again = RunFolder.Open(run.Path);
        var longer = new TrainingRequest().With(recipe => recipe with { Epochs = 2 }).Continue(again.Manifest);
        var resumed = new Trainer(again.With(longer), data).Run(TestContext.Current.CancellationToken);

        Assert.Null(resumed.Initial);
        var card = ModelBundle.ReadCard(run.Path);
        Assert.All([RunFolder.Open(run.Path).Manifest.Initial!, card.Initial!], written =>
        {
            Assert.Equal(outcome.Initial!.Transfer.Taken, written.Taken);
            Assert.Equal(outcome.Initial.Transfer.Remade, written.Remade);
            Assert.Equal((source.Path, "a", WeightsPlace.Other), (written.Source, written.Data, written.Place));
            Assert.Equal(ModelBundle.ReadCard(source.Path).WeightsSha256, written.WeightsSha256);
        });
        Assert.Null(ModelBundle.ReadCard(source.Path).Initial);
    }

    [Fact]
    public void A_bundle_of_another_model_or_factor_is_refused_by_the_field()
    {
        var source = Train(City("a", side: 8), Request("espcn")).Run;

        Assert.Contains(
            "field 'model' of its card is espcn, and this run's is dmn", Refusal(City("b", side: 8), source, "dmn"),
            StringComparison.Ordinal);
        Assert.Contains(
            "field 'scale_factor' of its card is 4, and this run's is 2", Refusal(City("b", side: 8, factor: 2), source, "espcn"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_learns_no_weights_has_nothing_to_take_over()
    {
        var data = City("a", side: 8);
        var source = Train(data, Request("kha")).Run;

        Assert.Contains(
            "has no tensor that this kha could take over: 4 of reason 'fitted'", Refusal(data, source, "kha"), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nothing_tells_the_place_it_is_asked_for()
    {
        var source = Train(City(null, side: 8), Request("dmn")).Run;
        var data = City(null, side: 8, seed: 9);

        Assert.EndsWith("belongs to a place; expected 'same' or 'other'", Refusal(data, source, "dmn"), StringComparison.Ordinal);
        var told = From(source).With(run => run with { InitPlace = WeightsPlace.Same });
        Assert.Subset(Train(data, told).Outcome.Initial!.Transfer.Taken.ToHashSet(), Learned.ToHashSet());
        Assert.Empty(Remade(Train(City(null, side: 4), From(source)).Outcome.Initial!.Transfer, RemadeReason.Shape));
    }

    [Fact]
    public void A_place_without_initial_weights_is_refused() => Assert.StartsWith(
        "setting 'init_place': says where initial weights come from",
        Refused.By(() => Request("dmn").With(run => run with { InitPlace = WeightsPlace.Same }).NewRun(City("a", side: 8))),
        StringComparison.Ordinal);

    /// <summary>Of the whole dataset the run sees the target's days alone: its history holds them and no other slot.</summary>
    [Theory]
    [InlineData("kha", 1)]
    [InlineData("pha", 3)]
    [InlineData("dmn", 1)]
    [InlineData("dmn", 5)]
    public void The_history_of_a_run_of_few_days_holds_these_days_alone(string model, int days)
    {
        var data = HistoryData(seed: 1);
        var (run, outcome) = Train(data, Few(model, days));

        using var bundle = ModelBundle.Load(run.Path);
        var history = ((HistoryNetwork)bundle.Network).History!;
        var lastDay = LocalClock.DayNumber(data["train"].Time!.Max());
        Assert.Equal((lastDay - days + 1, lastDay, 6 * days), (history.FirstDay, history.LastDay, history.Slots));
        Assert.Equal(6 * days, run.Manifest.Data.TrainSamples + run.Manifest.Data.ValidSamples);
        Assert.Equal(data.Fingerprint, run.Manifest.Data.Fingerprint);
        Assert.NotNull(outcome.Finished);
    }

    /// <summary>Other counts in valid, test and the days before change no weight: only the target's days are looked at.</summary>
    [Fact]
    public void A_run_of_few_days_is_the_same_whatever_the_other_days_hold()
    {
        var (one, other) = (Train(HistoryData(seed: 1), Few("dmn", 3)).Run, Train(HistoryData(seed: 2), Few("dmn", 3)).Run);

        Assert.Equal(Weights(one)["members.0.head.weight"], Weights(other)["members.0.head.weight"]);
        Assert.Equal(Weights(one)["pool"], Weights(other)["pool"]);
        (one, other) = (Train(HistoryData(seed: 1), Few("dmn", 5)).Run, Train(HistoryData(seed: 2), Few("dmn", 5)).Run);
        Assert.NotEqual(Weights(one)["pool"], Weights(other)["pool"]);
    }

    /// <summary>Twelve days of training, the last four of which are the same for every seed.</summary>
    private FlowDataset HistoryData(long seed)
    {
        var early = HistoryCity.Split(SplitNames.Train, 0, 8, seed: seed);
        return Write(
            new() { Name = "days", SlotMinutes = 240 },
            FlowSplit.Join(SplitNames.Train, [early, HistoryCity.Split(SplitNames.Train, 8, 4)]),
            HistoryCity.Split(SplitNames.Valid, 12, 3, seed: seed),
            HistoryCity.Split(SplitNames.Test, 15, 3, seed: seed));
    }

    private static TrainingRequest Few(string model, int days) => Request(model).With(run => run with { TargetDays = days });

    private FlowDataset City(string? name, int side, long seed = 1, int factor = CatalogCases.Factor) => Write(
        new() { Name = name },
        SmallFlows.Split(SplitNames.Train, 8, seed, side: side, factor: factor),
        SmallFlows.Split(SplitNames.Valid, 4, seed + 1, side: side, factor: factor),
        SmallFlows.Split(SplitNames.Test, 4, seed + 2, side: side, factor: factor));

    private FlowDataset Write(DatasetManifest manifest, params FlowSplit[] splits)
    {
        var folder = _folder.File(Guid.NewGuid().ToString("n"));
        DatasetFolder.Write(folder, manifest, splits);
        return DatasetFolder.Load(folder);
    }

    private static TrainingRequest Request(string model)
    {
        Dictionary<string, JsonNode?> settings = model == "dmn"
            ? new() { ["channels"] = 16, ["blocks"] = 1, ["context_channels"] = 8 }
            : [];
        return SmallRun.Request(model, epochs: 1).With(recipe => recipe with { LearningRate = 1e-9 }) with { Settings = settings };
    }

    private static TrainingRequest From(RunFolder source, string model = "dmn") =>
        Request(model).With(run => run with { InitFrom = source.Path });

    private string Refusal(FlowDataset data, RunFolder source, string model) => Refused.By(() => Train(data, From(source, model)));

    private (RunFolder Run, TrainingOutcome Outcome) Train(FlowDataset data, TrainingRequest request)
    {
        var run = RunFolder.Create(_folder.File(Guid.NewGuid().ToString("n")), request.NewRun(data));
        return (run, new Trainer(run, data).Run(TestContext.Current.CancellationToken));
    }

    private static string[] Remade(WeightTransfer transfer, RemadeReason reason) =>
        [.. transfer.Remade.Where(tensor => tensor.Reason == reason).Select(tensor => tensor.Name).Order()];

    private static Dictionary<string, float[]> Weights(RunFolder run)
    {
        using var model = ModelBundle.Load(run.Path);
        return model.Network.state_dict().Where(tensor => tensor.Value.is_floating_point())
            .ToDictionary(tensor => tensor.Key, tensor => tensor.Value.detach().data<float>().ToArray());
    }
}
