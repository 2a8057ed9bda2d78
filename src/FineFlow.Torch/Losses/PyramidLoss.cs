using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using FineFlow.Core;
using FineFlow.Torch.Layers;
using FineFlow.Torch.Networks;
using static TorchSharp.torch;

namespace FineFlow.Torch.Losses;

/// <summary>
/// UrbanPy's loss (Ouyang et al., TKDE 2020), summed over its stages: (1 - alpha) times the squared error of the flows, in the stage's own
/// unit, plus alpha times the divergence of the densities from the true ones. It needs a network with densities at every stage, since a
/// single map shows neither the coarse counts nor the densities.
/// </summary>
internal sealed record PyramidLoss : FlowLoss
{
    /// <inheritdoc/>
    public override string Name => "pyramid";

    /// <inheritdoc/>
    public override OutputKind Needs => OutputKind.Densities;

    /// <summary>Weight alpha of the divergence.</summary>
    [Range(0, 1), Description("weight of the densities' divergence; the squared errors have the rest")]
    public double Alpha { get; init; } = 0.01;

    /// <summary>Added to densities before the logarithm, which keeps it finite.</summary>
    [Range(1e-30, 1), Description("added to densities before the logarithm")]
    public double KlEps { get; init; } = 1e-9;

    /// <inheritdoc/>
    /// <exception cref="BadInputException">A stage has no density.</exception>
    public override Tensor Compute(FlowOutput output, FlowBatch batch, bool scaled = false)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(batch);
        return Parts(output.Stages, [.. output.Stages.Select(stage => TruthOf(stage, output, batch))], batch.Coarse).Total;
    }

    /// <summary>Throws, since a single flow has no density.</summary>
    /// <exception cref="BadInputException">Always.</exception>
    public override Tensor Compare(Tensor prediction, Tensor truth) => throw Refuse("a network with a single output");

    /// <summary>Computes the loss and its parts.</summary>
    /// <param name="stages">The outputs of all stages.</param>
    /// <param name="truths">True counts [B, C, s*H, s*W] at each stage.</param>
    /// <param name="coarse">Coarse counts [B, C, H, W].</param>
    /// <returns>The stages' squared errors and divergences, each [stages], and the loss, a scalar.</returns>
    internal (Tensor Errors, Tensor Divergences, Tensor Total) Parts(
        IReadOnlyList<FlowStage> stages, IReadOnlyList<Tensor> truths, Tensor coarse)
    {
        var errors = stack(stages.Zip(truths, (stage, truth) => nn.functional.mse_loss(stage.Flow, truth / stage.Scale)));
        var divergences = stack(stages.Zip(truths, (stage, truth) => Divergence(stage, truth, coarse)));
        return (errors, divergences, (1 - Alpha) * errors.sum() + Alpha * divergences.sum());
    }

    /// <summary>
    /// Returns the Kullback-Leibler divergence of a stage's density from the true one: a map's sum over its non-empty coarse cells, divided
    /// by their number, then averaged over the maps. The published code divides 0 by 0 for a map without any flow; here it adds 0.
    /// </summary>
    private Tensor Divergence(FlowStage stage, Tensor truth, Tensor coarse)
    {
        using var scope = NewDisposeScope();
        var density = stage.Density ?? throw Refuse("a network with a single output");
        var whole = Nearest.Enlarge(coarse, stage.Factor);
        var filled = (whole != 0).to(whole.dtype);
        var share = truth / (whole + KlEps) + KlEps;
        var divergence = share * (share.log() - (density + KlEps).log()) * filled;
        var cells = filled.sum([2, 3]) / (stage.Factor * stage.Factor);
        return scope.MoveToOuter((divergence.sum([2, 3]) / cells.clamp_min(1)).mean());
    }
}
