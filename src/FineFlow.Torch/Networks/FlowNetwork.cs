using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Torch.Layers;
using static TorchSharp.torch;

namespace FineFlow.Torch.Networks;

/// <summary>
/// A network of the catalog: from a batch in raw counts to an output in raw counts. Scaling is its own affair; <see cref="Refine"/> is
/// the forward pass of the published code, in the unit of the published code.
/// </summary>
public abstract class FlowNetwork : nn.Module<FlowBatch, FlowOutput>
{
    /// <param name="name">The catalog's name of the model.</param>
    /// <param name="options">Validated hyperparameters.</param>
    protected FlowNetwork(string name, NetworkOptions options)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        Options = options;
    }

    /// <summary>The hyperparameters that it was built with.</summary>
    public NetworkOptions Options { get; }

    /// <summary>Whether external factors are needed.</summary>
    public abstract bool NeedsExternals { get; }

    /// <summary>Raw counts are divided by this before <see cref="Refine"/> (the literature's scaler_x).</summary>
    public virtual double InputScale => 1;

    /// <summary>The output of <see cref="Refine"/> times this is raw counts (the literature's scaler_y).</summary>
    public virtual double OutputScale => 1;

    /// <summary>Whether the definition is tied to the map size in <see cref="Options"/>.</summary>
    public virtual bool FixedMapSize => false;

    /// <summary>What its inputs must be.</summary>
    public virtual InputRequirements Requirements => new(GetName(), Options.InChannels)
    {
        MapSize = FixedMapSize ? (Options.Height, Options.Width) : null,
        External = NeedsExternals,
        Columns = NeedsExternals ? ExternalSchema.TaxiBj : null,
    };

    /// <summary>How far its maps add up as published.</summary>
    public abstract ConservationGuarantee Guarantee { get; }

    /// <summary>How the output becomes a map that adds up.</summary>
    public ConservationMode Mode { get; private set; }

    /// <summary>
    /// Beginnings of the names of parameters that the published code makes and never uses. They are kept, so that its weights load
    /// and its parameter count is met; no gradient reaches them.
    /// </summary>
    public virtual IReadOnlyList<string> UnusedParameters => [];

    /// <summary>Where its weights are, and its input has to be; the CPU for a network without any.</summary>
    public Device Device => parameters().Concat(buffers()).FirstOrDefault()?.device ?? CPU;

    /// <summary>Number of parameters, unused ones included.</summary>
    public long ParameterCount() => parameters().Sum(p => p.numel());

    /// <summary>Fits what gradients do not train, once, before the first step. Most networks have nothing of the kind.</summary>
    public virtual void Fit(FlowSplit train)
    {
    }

    /// <summary>
    /// Goes into evaluation mode to stay: what layers make of their weights is kept from now on. Weights that are then loaded
    /// (<see cref="Inference.WeightsFile.Load"/>, <c>load_state_dict</c>) or converted take the place of the former ones. Nothing else may
    /// change the weights before the network
    /// is put into training mode again.
    /// </summary>
    public void Prepare()
    {
        eval();
        foreach (var layer in modules().OfType<Conv2dSame>())
        {
            layer.Prepare();
        }
    }

    /// <inheritdoc/>
    public override (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(
        Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
    {
        var result = base.load_state_dict(source, strict, skip);
        ForgetPrepared();
        return result;
    }

    /// <summary>Infers fine maps in raw counts from coarse maps in raw counts.</summary>
    public sealed override FlowOutput forward(FlowBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var stages = Stages(InputScale == 1 ? batch : batch with { Coarse = batch.Coarse / InputScale });
        var output = stages[^1].Flow;
        var fine = OutputScale == 1 ? output : output * OutputScale;
        if (Mode != ConservationMode.Projected)
        {
            return new(fine, stages);
        }

        var projected = DensityRecovery.Exact(fine.clamp_min(0), batch.Coarse, Options.ScaleFactor);
        return new(projected, [new(OutputScale == 1 ? projected : projected / OutputScale, Options.ScaleFactor, OutputScale)]);
    }

    /// <summary>Infers fine maps as the published code does.</summary>
    /// <param name="batch">The batch, with coarse maps in units of <see cref="InputScale"/> counts.</param>
    /// <returns>Fine maps [B, C, N*H, N*W] in units of <see cref="OutputScale"/> counts.</returns>
    public abstract Tensor Refine(FlowBatch batch);

    /// <summary>The outputs of all stages, coarse to fine; most networks have one.</summary>
    /// <param name="batch">The batch, with coarse maps in units of <see cref="InputScale"/> counts.</param>
    public virtual IReadOnlyList<FlowStage> Stages(FlowBatch batch) => [new(Refine(batch), Options.ScaleFactor, OutputScale)];

    /// <summary>Forgets what layers made of weights that have changed since; a prepared network makes it anew when it is needed.</summary>
    internal void ForgetPrepared()
    {
        foreach (var layer in modules().OfType<Conv2dSame>())
        {
            layer.ForgetPrepared();
        }
    }

    /// <summary>Sets <see cref="Mode"/> at construction.</summary>
    /// <exception cref="BadInputException">The mode does not fit the network.</exception>
    internal void Use(ConservationMode mode)
    {
        Mode = (mode, Guarantee) switch
        {
            (ConservationMode.Exact, ConservationGuarantee.No) => throw Unfit(
                $"does not normalise, so that there is nothing to make exact; {nameof(ConservationMode.Projected)} makes its maps add up"),
            (ConservationMode.Projected, not ConservationGuarantee.No) => throw Unfit(
                $"normalises by itself; {nameof(ConservationMode.Exact)} makes its maps add up exactly"),
            _ => mode,
        };

        BadInputException Unfit(string problem) => new($"{GetName()}", $"{problem}") { Setting = mode.ToString() };
    }

    /// <summary>
    /// N2-normalisation and recovery for networks with an epsilon: theirs, or the exact one where that was chosen. Some published
    /// densities may be negative; the exact one takes those for 0, since shares that add up must not be.
    /// </summary>
    /// <param name="density">Densities [B, C, N*H, N*W].</param>
    /// <param name="coarse">Coarse flow [B, C, H, W] in the unit of the output.</param>
    /// <param name="epsilon">The published epsilon.</param>
    /// <param name="factor">Fine cells along a coarse one, at this stage.</param>
    protected Tensor Recover(Tensor density, Tensor coarse, double epsilon, int factor) =>
        Mode == ConservationMode.Exact
            ? DensityRecovery.Exact(density.clamp_min(0), coarse, factor)
            : DensityRecovery.WithEpsilon(density, coarse, factor, epsilon);

    /// <summary>Refuses inputs that the definition of the network does not admit, before any work is done on them.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="source">Where they come from, for the message.</param>
    /// <exception cref="BadInputException">A size differs from what the network was built for, or something is missing.</exception>
    public virtual void CheckInput(FlowInputs inputs, string source)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        inputs.Check(Requirements, source);
    }
}
