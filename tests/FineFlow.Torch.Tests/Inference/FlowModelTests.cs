using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Torch.Inference;

namespace FineFlow.Torch.Tests.Inference;

/// <summary>A loaded model as its users meet it: from several threads, and with input that nobody has checked.</summary>
public class FlowModelTests
{
    private const int Threads = 4, Rounds = 5;

    public static TheoryData<string> All => CatalogCases.All;

    [Theory]
    [MemberData(nameof(All))]
    public void Answers_to_four_threads_at_once_are_bit_for_bit_those_to_one(string name)
    {
        using var model = Model(name);
        var questions = Enumerable.Range(0, Threads).Select(seed => SmallFlows.Split("test", 3, seed)).ToList();
        var alone = questions.ConvertAll(question => model.Predict(new FlowInputs(question.Coarse, question.External)).Values);

        var together = new float[Threads][][];
        using var start = new Barrier(Threads);
        var threads = questions.Select((question, index) => new Thread(() =>
        {
            start.SignalAndWait();
            var inputs = new FlowInputs(question.Coarse, question.External);
            together[index] = [.. Enumerable.Range(0, Rounds).Select(_ => model.Predict(inputs).Values)];
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        Assert.All(together.Index(), answers => Assert.All(answers.Item, answer => Assert.Equal(alone[answers.Index], answer)));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_network_that_was_training_stops_when_it_becomes_a_model(string name)
    {
        using var model = Model(name);

        Assert.All(model.Network.modules().Prepend(model.Network), module => Assert.False(module.training));
    }

    [Theory]
    [InlineData(TaxiBjColumns.Day, 8, "(day of week) is 8; 0 .. 7 is expected")]
    [InlineData(TaxiBjColumns.Hour, 24, "(hour) is 24; 0 .. 23 is expected")]
    [InlineData(TaxiBjColumns.Hour, -1, "(hour) is -1; 0 .. 23 is expected")]
    [InlineData(TaxiBjColumns.Weather, 18, "(weather class) is 18; 0 .. 17 is expected")]
    [InlineData(0, float.NaN, "is NaN; a finite value is expected")]
    public void External_factors_out_of_range_are_refused(int column, float value, string problem)
    {
        using var model = Model("plgf");
        var question = SmallFlows.Split("test", 3);
        question.External!.Row(1)[column] = value;

        foreach (var refusal in Refusals(model, question))
        {
            Assert.StartsWith($"some maps, external factors: [sample 1, column {column}]", refusal, StringComparison.Ordinal);
            Assert.EndsWith(problem, refusal, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(-1)]
    public void Counts_that_are_none_are_refused(float value)
    {
        using var model = Model("plgf");
        var question = SmallFlows.Split("test", 3);
        question.Coarse.Values[^1] = value;

        Assert.All(Refusals(model, question), refusal => Assert.StartsWith(
            "some maps: [sample 2, channel 0, row 7, column 7]", refusal, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Refusals(FlowModel model, FlowSplit question) =>
    [
        Refused.By(() => model.Predict(new FlowInputs(question.Coarse, question.External), source: "some maps")),
        Refused.By(() => model.Predict(new FlowInputs(question.Coarse, question.External), new Tiling(4, 4, 2), "some maps")),
    ];

    private static FlowModel Model(string name)
    {
        var network = CatalogCases.Create(name);
        network.train();
        return new(network, SmallCards.Of(network));
    }
}
