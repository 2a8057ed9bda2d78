using FineFlow.Core.Datasets;
using FineFlow.Torch.Losses;
using FineFlow.Torch.Models;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Runtime;
using FineFlow.Torch.Training;
using FineFlow.Torch.Training.State;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Training;

/// <summary>Steps taken in pieces against steps taken whole.</summary>
public class MicroBatchTests
{
    private static readonly FlowSplit Flows = SmallFlows.Split("train", samples: 5);

    public static TheoryData<string> Learning => CatalogCases.Learning;

    [Theory]
    [MemberData(nameof(Learning))]
    public void Gradients_of_pieces_add_up_to_the_batchs_or_the_model_refuses(string model)
    {
        using var whole = State(model);
        if (NormalisesOverTheBatch(whole.Network))
        {
            var refusal = Refused.By(() => Step(model, whole, microBatch: 2));
            Assert.StartsWith($"setting 'micro_batch': does not fit {model}, whose batch normalisation", refusal, StringComparison.Ordinal);
            return;
        }

        // Pieces of 2, 2 and 1: their shares differ.
        using var pieces = State(model);
        var expected = Step(model, whole).RunStep(Flows, [0, 1, 2, 3, 4]).Loss;
        var loss = Step(model, pieces, microBatch: 2).RunStep(Flows, [0, 1, 2, 3, 4]).Loss;

        Assert.Equal(expected, loss, tolerance: 1e-6 * expected);
        var largest = whole.Network.parameters().Max(parameter => Largest(parameter.grad));
        foreach (var ((name, parameter), (_, other)) in whole.Network.named_parameters().Zip(pieces.Network.named_parameters()))
        {
            // What has no gradient but rounding, as a bias before a normalisation, is held against the others'.
            using var scope = NewDisposeScope();
            var error = parameter.grad is null ? Largest(other.grad) : Largest(parameter.grad - other.grad!);
            Assert.True(error <= (1e-4 * Largest(parameter.grad)) + (1e-6 * largest), $"{name}: {error} off, of {Largest(parameter.grad)}");
        }
    }

    [Fact]
    public void Some_models_admit_pieces_and_some_do_not()
    {
        var admitting = Learning.Where(row => !NormalisesOverTheBatch(CatalogCases.Create(row.Data))).Select(row => row.Data).ToList();

        Assert.Contains("plgf", admitting);
        Assert.DoesNotContain("urbanfm", admitting);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public void A_piece_that_holds_the_batch_is_the_plain_step_bit_for_bit(int microBatch)
    {
        using var whole = State("plgf");
        using var piece = State("plgf");
        Step("plgf", whole).RunStep(Flows, [0, 1, 2, 3, 4]);
        Step("plgf", piece, microBatch).RunStep(Flows, [0, 1, 2, 3, 4]);

        Assert.Equal(Weights(whole), Weights(piece));
    }

    [Fact]
    public void Pieces_in_bfloat16_add_up_in_32_bit_floats()
    {
        using var both = State("plgf", ComputePrecision.Bf16);
        using var first = State("plgf", ComputePrecision.Bf16);
        using var second = State("plgf", ComputePrecision.Bf16);
        Step("plgf", both, microBatch: 2).RunStep(Flows, [0, 1, 2, 3]);
        Step("plgf", first).RunStep(Flows, [0, 1]);
        Step("plgf", second).RunStep(Flows, [2, 3]);

        // Half of a gradient rounds as the gradient does: nothing but the sum could differ.
        Assert.Equal(Gradients(first).Zip(Gradients(second), (a, b) => (0.5f * a) + (0.5f * b)), Gradients(both));
    }

    [Theory]
    [InlineData(ComputePrecision.Fp32)]
    [InlineData(ComputePrecision.Bf16)]
    public void A_last_piece_whose_loss_is_no_number_moves_nothing_then_or_later(ComputePrecision precision)
    {
        var spoilt = SmallFlows.Split("train", samples: 5);
        spoilt.Fine.Sample(4)[0] = float.NaN;
        using var state = State("plgf", precision);
        using var untouched = State("plgf", precision);
        var (step, calm) = (Step("plgf", state, microBatch: 2), Step("plgf", untouched, microBatch: 2));
        step.RunStep(Flows, [0, 1, 2, 3, 4]);
        calm.RunStep(Flows, [0, 1, 2, 3, 4]);

        var outcome = step.RunStep(spoilt, [0, 1, 2, 3, 4]);
        Assert.Equal((double.NaN, TimeSpan.Zero), (outcome.Loss, outcome.Update));
        Assert.Equal(Weights(untouched), Weights(state));

        step.RunStep(Flows, [4, 3, 2]);
        calm.RunStep(Flows, [4, 3, 2]);
        Assert.Equal(Weights(untouched), Weights(state));
    }

    private static TrainingState State(string model, ComputePrecision precision = ComputePrecision.Fp32) =>
        new(() => CatalogCases.CreateWithoutChance(model), Recipe.Common, precision);

    private static TrainingLoop Step(string model, TrainingState state, int? microBatch = null) =>
        new(state, LossCatalog.Create(ModelCatalog.Find(model).Loss, []), Recipe.Common, microBatch);

    private static bool NormalisesOverTheBatch(FlowNetwork network) =>
        network.state_dict().Keys.Any(name => name.EndsWith("running_mean", StringComparison.Ordinal));

    private static float Largest(Tensor? values) => values is null ? 0 : values.abs().max().item<float>();

    private static float[] Weights(TrainingState state) =>
        [.. state.Network.parameters().SelectMany(parameter => parameter.detach().data<float>().ToArray())];

    private static float[] Gradients(TrainingState state) =>
        [.. state.Network.parameters().SelectMany(parameter => parameter.grad?.data<float>().ToArray() ?? [])];
}
