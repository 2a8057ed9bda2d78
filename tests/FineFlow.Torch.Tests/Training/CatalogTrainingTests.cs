using FineFlow.Torch.Inference;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Training;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Torch.Tests.Training;

/// <summary>Every model of the catalog through the trainer.</summary>
public sealed class CatalogTrainingTests : IDisposable
{
    private readonly SmallRun _small = new();

    public static TheoryData<string> All => CatalogCases.All;

    public static TheoryData<string> Learning => CatalogCases.Learning;

    public void Dispose() => _small.Dispose();

    [Theory]
    [MemberData(nameof(All))]
    public void A_trained_model_measures_from_its_folder_as_it_did_in_training(string model)
    {
        var (run, outcome) = _small.Train(SmallRun.Request(model, epochs: 2));

        using var loaded = ModelBundle.Load(run.Path);
        var evaluation = Evaluation.Run(loaded.Network, _small.Data["valid"], "valid");

        Assert.Equal(TrainingEnd.Completed, outcome.End);
        Assert.Equal(outcome.Best!.Valid, evaluation.Metrics);
        Assert.Equal(outcome.Best.FlatBlocks, evaluation.FlatBlocks);
        Assert.Equal((outcome.Best.Epoch, _small.Data.Fingerprint), (loaded.Card.Epoch, loaded.Card.Data!.Fingerprint));
        Assert.True(loaded.Network.Guarantee != ConservationGuarantee.Exactly || evaluation.Conservation.Conserves);
    }

    [Theory]
    [MemberData(nameof(Learning))]
    public void Stopping_between_and_inside_epochs_changes_no_bit(string model)
    {
        var request = SmallRun.Request(model, epochs: 2);
        var (whole, _) = _small.Train(request);

        var (run, _) = _small.Train(request.With(recipe => recipe with { Epochs = 1 }));
        var torn = run.With(new TrainingRequest().With(recipe => recipe with { Epochs = 2 }).Continue(RunFolder.Open(run.Path).Manifest));
        Assert.Equal(TrainingEnd.Interrupted, _small.TrainSteps(torn, 2).End);
        Assert.Equal(TrainingEnd.Completed, _small.Train(RunFolder.Open(run.Path)).Outcome.End);

        SameTensors.Assert(whole, run);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Steps_validations_and_predictions_leave_no_tensor_behind(string model)
    {
        var live = new List<long>();
        var listener = new Listener { Step = _ => live.Add(LiveTensors.Count), Epoch = _ => live.Add(LiveTensors.Count) };
        var run = _small.Begin(SmallRun.Request(model, epochs: 5));
        var start = LiveTensors.Count;
        new Trainer(run, _small.Data, listener).Run(TestContext.Current.CancellationToken);
        Assert.Equal(start, LiveTensors.Count);

        using var loaded = ModelBundle.Load(_small.LastRun);
        var before = LiveTensors.Count;
        for (var i = 0; i < 5; i++)
        {
            loaded.Predict(_small.Data["test"].Inputs);
        }

        // The first step makes the gradients, which stay with their parameters.
        Assert.True(live.Skip(1).Distinct().Count() <= 1, string.Join(", ", live));
        Assert.Equal(before, LiveTensors.Count);
    }
}
