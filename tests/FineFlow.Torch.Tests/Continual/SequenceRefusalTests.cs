using FineFlow.Core.Datasets;
using FineFlow.Torch.Continual.Sequences;
using FineFlow.Torch.Training;

namespace FineFlow.Torch.Tests.Continual;

public sealed class SequenceRefusalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void One_dataset_is_no_sequence() =>
        Assert.Equal(
            "the sequence: has 1 dataset(s); 2 to 16 are expected",
            Refused.By(() => TaskSequence.Create([SmallFlows.Write(_folder.File("a"))])));

    [Fact]
    public void Tasks_of_another_kind_are_refused_by_the_first_difference()
    {
        var first = SmallFlows.Write(_folder.File("a"));

        Assert.Contains(
            "has maps of 4x4 to 16x16, but",
            Refused.By(() => TaskSequence.Create([first, Write("size", side: 4)])),
            StringComparison.Ordinal);
        Assert.Contains(
            "has maps of 8x8 to 16x16, but",
            Refused.By(() => TaskSequence.Create([first, Write("factor", factor: 2)])),
            StringComparison.Ordinal);
        Assert.Contains(
            "has channels channel 0, channel 1, but",
            Refused.By(() => TaskSequence.Create([first, SmallFlows.Write(_folder.File("b"), channels: 2)])),
            StringComparison.Ordinal);
        Assert.Contains(
            "has external factors none, but",
            Refused.By(() => TaskSequence.Create([first, SmallFlows.Write(_folder.File("c"), external: false)])),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mean", "has no weights that gradients train")]
    [InlineData("ha", "has no weights that gradients train")]
    [InlineData("dmn", "keeps the fine counts of one dataset's training days")]
    [InlineData("kha", "keeps the fine counts of one dataset's training days")]
    public void Models_that_cannot_learn_a_sequence_are_refused(string model, string reason)
    {
        using var small = new SmallSequence(tasks: 2);
        var message = Refused.By(() => small.Training(small.NewFolder(), "finetune", model));
        Assert.StartsWith($"model '{model}': {reason}", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Averages_and_parts_of_batches_are_refused()
    {
        using var small = new SmallSequence(tasks: 2);
        var request = SmallRun.Request("srcnn", epochs: 1);

        Assert.StartsWith("setting 'ema'", By(request.With(recipe => recipe with { Ema = 0.9 })), StringComparison.Ordinal);
        Assert.StartsWith("setting 'micro_batch'", By(request.With(run => run with { MicroBatch = 2 })), StringComparison.Ordinal);

        string By(TrainingRequest asked) =>
            Refused.By(() => SequenceRequest.Create(small.Tasks, asked, SmallSequence.Options));
    }

    [Fact]
    public void An_unknown_strategy_is_refused_with_the_nearest_name() =>
        Assert.Equal(
            "strategy 'finetunee': is unknown; known are finetune, joint, replay, random-replay, data-free, importance, ewc; "
                + "did you mean 'finetune'?",
            Refused.By(() => ContinualMethods.Find("finetunee")));

    private FlowDataset Write(string name, int side = CatalogCases.Side, int factor = CatalogCases.Factor)
    {
        var folder = _folder.File(name);
        DatasetFolder.Write(
            folder,
            new DatasetManifest(),
            [.. SplitNames.All.Select((split, number) => SmallFlows.Split(split, 3, number, side: side, factor: factor))]);
        return DatasetFolder.Load(folder);
    }
}
