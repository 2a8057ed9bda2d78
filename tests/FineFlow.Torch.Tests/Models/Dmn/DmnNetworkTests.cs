using FineFlow.Core;
using FineFlow.Core.Conservation;
using FineFlow.Core.Datasets;
using FineFlow.Core.Metrics;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Models;
using FineFlow.Torch.Models.Dmn;
using FineFlow.Torch.Models.Histories;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Tests.Models.Histories;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Models.Dmn;

public class DmnNetworkTests
{
    private static readonly FlowSplit Train = HistoryCity.Split(SplitNames.Train, 0, 12);
    private static readonly FlowSplit Valid = HistoryCity.Split(SplitNames.Valid, 12, 3);

    public static TheoryData<string> Names => ["kha", "pha", "dmn"];

    [Fact]
    public void It_begins_as_the_kernel_history()
    {
        using var scope = NewDisposeScope();
        using var dmn = Fitted("dmn");
        using var kha = Fitted("kha");
        dmn.eval();
        kha.eval();
        var batch = FlowBatch.Gather(Valid, [0, 7], CPU);

        var (mine, history) = (dmn.call(batch).Fine, kha.call(batch).Fine);

        // Its last convolution begins near zero, not at it.
        Assert.True(mine.allclose(history, rtol: 0.1, atol: 0.05), $"{(mine - history).abs().max().item<float>()}");
        Assert.False(mine.allclose(batch.Coarse.repeat_interleave(2, 2).repeat_interleave(2, 3) / 4, rtol: 0.1, atol: 0.05));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_missing_cell_is_inferred_and_the_others_still_add_up(string model)
    {
        using var scope = NewDisposeScope();
        using var network = Fitted(model);
        network.Finish(Valid);
        network.eval();
        var batch = FlowBatch.Gather(Valid, [4], CPU);
        var mask = ones_like(batch.Coarse);
        mask[0, 0, 1, 2] = 0;
        var other = batch.Coarse.clone();
        other[0, 0, 1, 2] = 1000;

        var fine = network.call(batch with { Mask = mask }).Fine;
        var blind = network.call(batch with { Mask = mask, Coarse = other }).Fine;

        Assert.True(fine.equal(blind).all().item<bool>(), "the count of a missing cell was looked at");
        var sums = nn.functional.avg_pool2d(fine, 2) * 4;
        Assert.True(((sums - batch.Coarse) * mask).abs().max().item<float>() < 1e-3);
        Assert.InRange(sums[0, 0, 1, 2].item<float>(), 0.1f, 200f);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Counts_that_are_known_to_be_small_are_inferred_better_and_below_their_bound(string model)
    {
        const int below = 5;
        using var scope = NewDisposeScope();
        using var network = Fitted(model);
        network.Finish(Valid);
        var test = HistoryCity.Split(SplitNames.Test, 15, 6, seed: 3);
        var mask = new FlowMaps(test.Coarse.Shape, Array.ConvertAll(test.Coarse.Values, count => count < below ? 0f : 1));
        var withheld = test with
        {
            Coarse = new(test.Coarse.Shape, Array.ConvertAll(test.Coarse.Values, count => count < below ? 0 : count)),
            Mask = mask,
        };

        var small = withheld with { Below = below };

        var (unknown, bounded) = (Evaluation.Run(network, withheld, "test"), Evaluation.Run(network, small, "test"));
        var sums = BlockSum.Coarsen(Evaluation.Infer(network, small, "test"), HistoryCity.Factor).Values;

        Assert.InRange(mask.Values.Average(), 0.5, 0.95);
        Assert.True(
            bounded.Metrics[MetricCatalog.Mse] < 0.98 * unknown.Metrics[MetricCatalog.Mse],
            $"{bounded.Metrics[MetricCatalog.Mse]} with the bound, {unknown.Metrics[MetricCatalog.Mse]} without");
        Assert.All(sums.Zip(mask.Values).Where(cell => cell.Second == 0), cell => Assert.InRange(cell.First, 0, below - 1 + 1e-4f));
        Assert.True(bounded.Conservation.Conserves);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Two_channels_and_a_map_that_is_not_square_are_inferred(string model)
    {
        using var scope = NewDisposeScope();
        var (train, valid) = (HistoryCity.Split("train", 0, 6, channels: 2), HistoryCity.Split("valid", 6, 2, channels: 2));
        using var network = Create(model, channels: 2);
        network.Fit(train, valid);
        network.Finish(valid);

        var evaluation = Evaluation.Run(network, valid, "valid");

        Assert.True(evaluation.Conservation.Conserves);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Without_times_and_factors_it_still_infers(string model)
    {
        using var scope = NewDisposeScope();
        var (train, valid) = (Train with { Time = null }, Valid with { Time = null });
        using var network = Create(model);
        network.Fit(train, valid);
        network.Finish(valid);

        Assert.True(Evaluation.Run(network, valid, "valid").Conservation.Conserves);
    }

    [Fact]
    public void An_ensemble_infers_the_mean_of_its_members_shares()
    {
        using var scope = NewDisposeScope();
        random.manual_seed(3);
        using var network = (DmnNetwork)Create("dmn", members: 3);
        network.Fit(Train, Valid);
        network.eval();

        var stage = network.Stages(FlowBatch.Gather(Valid, [2], CPU))[^1];

        Assert.Equal(3, stage.Members.Count);
        var mean = stack(stage.Members.Select(member => member.LogShares.exp())).mean([0]);
        Assert.True(stage.Density!.allclose(mean, atol: 1e-6));
        Assert.False(stage.Members[0].LogShares.allclose(stage.Members[1].LogShares));
    }

    [Fact]
    public void Training_hides_cells_and_evaluation_does_not()
    {
        using var scope = NewDisposeScope();
        using var network = (DmnNetwork)Fitted("dmn");
        var batch = FlowBatch.Gather(Train, [.. Enumerable.Range(0, Train.Samples)], CPU);
        network.train();

        var hidden = network.Stages(batch)[^1].Members[0].Hidden!;

        // Rates are uniform from 0 to 0.4: 0.2 on average.
        Assert.InRange(hidden.mean().item<float>(), 0.1f, 0.3f);
        Assert.True(hidden.mean([1, 2, 3]).max().item<float>() > 0.25f);
        network.eval();
        Assert.Null(network.Stages(batch)[^1].Members[0].Hidden);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(0, false)]
    public void Training_ages_the_history_by_chance_and_use_does_not(int? gapDays, bool ages)
    {
        using var scope = NewDisposeScope();
        random.manual_seed(1);
        using var network = Create("dmn", gapDays: gapDays);
        network.Fit(Train, Valid);
        var batch = FlowBatch.Gather(Train, [30], CPU);

        network.train();
        var trained = Enumerable.Range(0, 20).Select(_ => FirstShare()).Distinct().Count();
        network.eval();
        var used = Enumerable.Range(0, 20).Select(_ => FirstShare()).Distinct().Count();

        Assert.Equal((ages, 1), (trained > 1, used));

        // The network's own part, with its dropout, is nearly 0 at first.
        float FirstShare() => MathF.Round(network.Stages(batch)[^1].Members[0].LogShares[0, 0, 0, 0].item<float>(), 2);
    }

    private static HistoryNetwork Fitted(string model)
    {
        random.manual_seed(1);
        var network = Create(model);
        network.Fit(Train, Valid);
        return network;
    }

    private static HistoryNetwork Create(string model, int channels = 1, int members = 1, int? gapDays = null)
    {
        var entry = ModelCatalog.Find(model);
        HistoryOptions options = model switch
        {
            "kha" => new KhaOptions(),
            "pha" => new PhaOptions(),
            _ => new DmnOptions { Channels = 16, Blocks = 1, ContextChannels = 8, Members = members, GapDays = gapDays },
        };
        return (HistoryNetwork)entry.Create(options with
        {
            Height = HistoryCity.Rows,
            Width = HistoryCity.Columns,
            ScaleFactor = HistoryCity.Factor,
            InChannels = channels,
            UseExt = false,
            SlotsPerDay = 6,
        });
    }
}
