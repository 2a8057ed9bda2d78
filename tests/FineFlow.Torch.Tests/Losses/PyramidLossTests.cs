using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Torch.Losses;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Training;
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
    public void It_is_refused_for_a_model_with_one_output_before_a_run_begins()
    {
        using var folder = new TemporaryFolder();
        FlowSplit[] splits =
        [
            new(SplitNames.Train, new FlowMaps(1, 1, 1, 1), new FlowMaps(1, 1, 2, 2)),
            new(SplitNames.Valid, new FlowMaps(1, 1, 1, 1), new FlowMaps(1, 1, 2, 2)),
        ];
        DatasetFolder.Write(folder.Path, new DatasetManifest { ScaleFactor = 2 }, splits);
        var data = DatasetFolder.Load(folder.Path);

        var failure = Assert.Throws<BadInputException>(() => new TrainingRequest { Model = "plgf", Loss = "pyramid" }.NewRun(data));

        Assert.StartsWith("loss 'pyramid': does not fit plgf", failure.Message, StringComparison.Ordinal);
        Assert.Equal("pyramid", new TrainingRequest { Model = "urbanpy" }.NewRun(data).Loss);
    }
}
