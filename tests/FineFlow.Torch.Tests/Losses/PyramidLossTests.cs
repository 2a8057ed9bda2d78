using System.Text.Json.Nodes;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Torch.Losses;
using FineFlow.Torch.Models;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Training;
using FineFlow.Torch.Training.Runs;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Losses;

public class PyramidLossTests
{
    [Fact]
    public void The_divergence_is_that_of_each_filled_cell_averaged_map_by_map()
    {
        using var scope = NewDisposeScope();
        var coarse = tensor(new float[] { 4, 0, 8, 8 }).reshape(1, 2, 1, 2); // the first channel's second cell is empty
        var truth = tensor(new float[] { 1, 1, 0, 0, 1, 1, 0, 0, 2, 2, 8, 0, 2, 2, 0, 0 }).reshape(1, 2, 2, 4);
        var density = full(1, 2, 2, 4, 0.25);
        var stage = new FlowStage(density, Factor: 2, Scale: 1) { Density = density };

        var divergence = new PyramidLoss().Parts([stage], [truth], coarse).Divergences.item<float>();

        // Even where the truth is even: 0. One cell of a block that holds all: ln 4, the mean of it and an even block, then of two maps.
        Assert.Equal(Math.Log(4) / 2 / 2, divergence, 1e-5);
    }

    [Fact]
    public void Alpha_weighs_the_divergence_against_the_errors()
    {
        using var scope = NewDisposeScope();

        var coarse = tensor(new float[] { 4 }).reshape(1, 1, 1, 1);
        var truth = tensor(new float[] { 1, 1, 2, 0 }).reshape(1, 1, 2, 2);
        var even = full(1, 1, 2, 2, 0.25);
        FlowStage[] stages = [new(even, Factor: 2, Scale: 1) { Density = even }];

        var (errors, divergences, total) = new PyramidLoss { Alpha = 0.25 }.Parts(stages, [truth], coarse);

        Assert.True(errors.item<float>() > 0 && divergences.item<float>() > 0);
        Assert.Equal(0.75 * errors.item<float>() + 0.25 * divergences.item<float>(), total.item<float>(), 1e-5);
    }

    [Fact]
    public void Any_loss_that_needs_densities_fits_the_models_that_give_them_and_names_itself_where_it_does_not()
    {
        using var folder = new TemporaryFolder();
        var data = Write(folder);

        Assert.Equal("shares", Begin("urbanpy").LossName);
        Assert.StartsWith("loss 'shares': does not fit plgf", Refused.By(() => Begin("plgf")), StringComparison.Ordinal);

        RunManifest Begin(string model)
        {
            var entry = ModelCatalog.Find(model);
            var options = DatasetOptions.For(entry, data, new Dictionary<string, JsonNode?>());
            return RunManifest.Create(data, options, entry, new ShareLoss(), Recipe.Common, seed: 0, threads: 1);
        }
    }

    [Fact]
    public void It_is_refused_for_a_model_with_one_output_before_a_run_begins()
    {
        using var folder = new TemporaryFolder();
        var data = Write(folder);

        var failure = Assert.Throws<BadInputException>(() => new TrainingRequest { Model = "plgf", Loss = "pyramid" }.NewRun(data));

        Assert.StartsWith("loss 'pyramid': does not fit plgf", failure.Message, StringComparison.Ordinal);
        Assert.Equal("pyramid", new TrainingRequest { Model = "urbanpy" }.NewRun(data).LossName);
    }

    private static FlowDataset Write(TemporaryFolder folder)
    {
        FlowSplit[] splits =
        [
            new(SplitNames.Train, new FlowMaps(new(1, 1, 1, 1)), new FlowMaps(new(1, 1, 2, 2))),
            new(SplitNames.Valid, new FlowMaps(new(1, 1, 1, 1)), new FlowMaps(new(1, 1, 2, 2))),
        ];
        DatasetFolder.Write(folder.Path, new DatasetManifest { ScaleFactor = 2 }, splits);
        return DatasetFolder.Load(folder.Path);
    }

    private sealed record ShareLoss : FlowLoss
    {
        public override string Name => "shares";

        public override OutputKind Needs => OutputKind.Densities;

        public override Tensor Compare(Tensor prediction, Tensor truth) => (prediction - truth).abs().mean();
    }
}
