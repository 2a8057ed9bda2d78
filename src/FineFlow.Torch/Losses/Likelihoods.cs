using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using FineFlow.Core;
using FineFlow.Torch.Layers;
using FineFlow.Torch.Networks;
using static TorchSharp.torch;

namespace FineFlow.Torch.Losses;

/// <summary>
/// Negative log-likelihood of the true fine counts, a mean over fine cells, summed over the members of an ensemble; plus the Poisson
/// likelihood of the coarse counts that training hid (docs/models/dmn.md, "Training").
/// </summary>
internal abstract record LikelihoodLoss : FlowLoss
{
    /// <inheritdoc/>
    public override OutputKind Needs => OutputKind.Distributions;

    /// <summary>What the likelihood of the hidden coarse counts weighs.</summary>
    [Range(0.0, 1e6), Description("weight of the likelihood of the coarse counts that training hides")]
    public double Hidden { get; init; } = 1;

    /// <inheritdoc/>
    /// <exception cref="BadInputException">The model gives no distributions.</exception>
    public override Tensor Compute(FlowOutput output, FlowBatch batch, bool scaled = false)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(batch);
        using var scope = NewDisposeScope();
        var stage = output.Stages[^1];
        if (stage.Members.Count == 0)
        {
            throw Refuse("a network without distributions");
        }

        var truth = batch.Truth ?? throw new ArgumentException("the batch has no truth", nameof(batch));
        return scope.MoveToOuter((Sum(stage, truth) / truth.numel()).to(ScalarType.Float32));
    }

    /// <summary>The negative log-likelihood of a batch under all members, a sum in float64.</summary>
    internal Tensor Sum(FlowStage stage, Tensor truth)
    {
        var coarse = nn.functional.avg_pool2d(truth, stage.Factor) * (stage.Factor * stage.Factor);
        return stage.Members
            .Select(member => Negative(member, truth, coarse, stage.Factor) + HiddenCounts(member, coarse))
            .Aggregate((one, other) => one + other);
    }

    /// <summary>Always refused: a map alone has no distribution.</summary>
    /// <exception cref="BadInputException">Always.</exception>
    public override Tensor Compare(Tensor prediction, Tensor truth) => throw Refuse("a network without distributions");

    /// <summary>The negative log-likelihood of a batch, a sum in float64.</summary>
    /// <param name="member">The distribution.</param>
    /// <param name="truth">True fine counts [B, C, N*H, N*W].</param>
    /// <param name="coarse">Their block sums [B, C, H, W].</param>
    /// <param name="factor">Upscaling factor N.</param>
    protected abstract Tensor Negative(ShareTensors member, Tensor truth, Tensor coarse, int factor);

    private Tensor HiddenCounts(ShareTensors member, Tensor coarse)
    {
        if (member.Hidden is not { } hidden || Hidden == 0)
        {
            return zeros(1, ScalarType.Float64, coarse.device).sum();
        }

        var poisson = member.Expected - (coarse * member.Expected.log());
        return Hidden * (poisson * hidden).sum(ScalarType.Float64);
    }
}

/// <summary>The likelihood of the Dirichlet-multinomial distribution, for whole counts.</summary>
internal sealed record DirichletMultinomialLoss : LikelihoodLoss
{
    /// <inheritdoc/>
    public override string Name => "dirichlet";

    /// <inheritdoc/>
    protected override Tensor Negative(ShareTensors member, Tensor truth, Tensor coarse, int factor)
    {
        // lnG(y + a) - lnG(a) is 0 where y is 0, as it is in most cells. Differences of large logarithms need float64.
        var cells = (truth.flatten() > 0).nonzero().flatten();
        var alpha = member.Concentration.to(ScalarType.Float64);
        var shares = member.LogShares.flatten().index_select(0, cells).to(ScalarType.Float64).exp();
        var concentration = Nearest.Enlarge(member.Concentration, factor).flatten();
        var sure = concentration.index_select(0, cells).to(ScalarType.Float64) * shares;
        var counts = truth.flatten().index_select(0, cells).to(ScalarType.Float64);
        var fine = (sure + counts).lgamma() - sure.lgamma();
        var blocks = alpha.lgamma() - (alpha + coarse.to(ScalarType.Float64)).lgamma();
        return -(fine.sum() + blocks.sum());
    }
}

/// <summary>
/// The likelihood of the multinomial distribution, also for counts that are no whole numbers. It trains no concentration.
/// </summary>
internal sealed record MultinomialLoss : LikelihoodLoss
{
    /// <inheritdoc/>
    public override string Name => "multinomial";

    /// <inheritdoc/>
    protected override Tensor Negative(ShareTensors member, Tensor truth, Tensor coarse, int factor) =>
        -(truth * member.LogShares).sum(ScalarType.Float64);
}
