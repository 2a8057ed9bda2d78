using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Histories;
using FineFlow.Torch.Layers;
using FineFlow.Torch.Runtime;
using static TorchSharp.torch;

namespace FineFlow.Torch.Networks;

/// <summary>
/// A network of the catalog: from a batch in raw counts to an output in raw counts. <see cref="Refine"/> is the forward pass of the
/// published code, in its own units.
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
        OneDnn.Check();
        Options = options;
    }

    /// <summary>The hyperparameters of the network.</summary>
    public NetworkOptions Options { get; }

    /// <summary>Whether the network needs external factors.</summary>
    public bool NeedsExternals => Options.NeedsExternals;

    /// <summary>Divisor of raw counts before <see cref="Refine"/> (the literature's scaler_x).</summary>
    public virtual double InputScale => 1;

    /// <summary>Factor from the output of <see cref="Refine"/> to raw counts (the literature's scaler_y).</summary>
    public virtual double OutputScale => 1;

    /// <summary>Whether the weights fit only the map size in <see cref="Options"/>.</summary>
    public bool FixedMapSize => Options.FixedMapSize;

    /// <summary>The requirements on its inputs.</summary>
    public virtual InputRequirements Requirements => new(GetName(), Options.InChannels)
    {
        MapSize = FixedMapSize ? (Options.Height, Options.Width) : null,
        External = NeedsExternals,
        Columns = NeedsExternals ? ExternalSchema.TaxiBj : null,
    };

    /// <summary>How exactly its maps add up as published.</summary>
    public abstract ConservationGuarantee Guarantee { get; }

    /// <summary>The way in which the output becomes a map that adds up.</summary>
    public ConservationMode Mode { get; private set; }

    /// <summary>
    /// Prefixes of the names of parameters that the published code creates and never uses. They are kept, so that published weights load
    /// and the parameter count agrees. They receive no gradient.
    /// </summary>
    public virtual IReadOnlyList<string> UnusedParameters => [];

    /// <summary>
    /// Takes what another city's static maps say of shares, for a city without fine counts, before <see cref="Fit"/>. Most networks have no
    /// use for it.
    /// </summary>
    internal virtual void TakeStatic(PlaceWeights weights)
    {
    }

    /// <summary>Names of tensors that bundles of earlier versions lack; there they keep the values of a fresh network.</summary>
    internal virtual IReadOnlyList<string> LaterTensors => [];

    /// <summary>
    /// Whether a training makes this tensor of its own data without gradients (<see cref="Fit"/>, <see cref="Finish"/>), so that another
    /// network's is of no use.
    /// </summary>
    /// <param name="tensor">Its name in the state dict.</param>
    internal virtual bool IsFitted(string tensor) => false;

    /// <summary>The device of its weights and inputs; the CPU for a network without weights.</summary>
    public Device Device => parameters().Concat(buffers()).FirstOrDefault()?.device ?? CPU;

    /// <summary>Returns the number of parameters, unused ones included.</summary>
    public long ParameterCount() => parameters().Sum(p => p.numel());

    /// <summary>Fits the parameters that gradients do not train, before the first step. Does nothing for most networks.</summary>
    /// <param name="train">The training split.</param>
    /// <param name="valid">The validation split, for what is chosen on it.</param>
    public virtual void Fit(FlowSplit train, FlowSplit valid)
    {
    }

    /// <summary>Fits what is made of the trained weights, after the last step. Most networks have nothing of the kind.</summary>
    /// <param name="valid">The validation split.</param>
    /// <returns>Whether there was something to fit.</returns>
    public virtual bool Finish(FlowSplit valid) => false;

    /// <summary>
    /// Takes the validation split into what the network remembers, once it has been measured there. Most remember nothing.
    /// </summary>
    /// <param name="valid">The validation split.</param>
    internal virtual void Remember(FlowSplit valid)
    {
    }

    /// <summary>
    /// Takes over what <see cref="Fit"/> made in another network of the same options, as far as it is not among the weights.
    /// </summary>
    internal virtual void ShareFit(FlowNetwork fitted)
    {
    }

    /// <summary>
    /// Switches to evaluation mode and lets layers cache forms of their weights. Loading weights (<see cref="Inference.WeightsFile.Load"/>,
    /// <c>load_state_dict</c>) or converting the network renews the caches. The weights must not change in other ways until the network is
    /// in training mode again.
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

    /// <summary>Infers fine maps [B, C, N*H, N*W] from coarse maps [B, C, H, W], both in raw counts.</summary>
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

    /// <summary>Runs the forward pass of the published code.</summary>
    /// <param name="batch">The batch, with coarse maps in units of <see cref="InputScale"/> counts.</param>
    /// <returns>Fine maps [B, C, N*H, N*W] in units of <see cref="OutputScale"/> counts.</returns>
    public abstract Tensor Refine(FlowBatch batch);

    /// <summary>Returns the outputs of all stages, coarse to fine. Most networks have one.</summary>
    /// <param name="batch">The batch, with coarse maps in units of <see cref="InputScale"/> counts.</param>
    public virtual IReadOnlyList<FlowStage> Stages(FlowBatch batch) => [new(Refine(batch), Options.ScaleFactor, OutputScale)];

    /// <summary>
    /// Bytes of memory that it takes: weights, what layers cached of them, and what it remembers. Its caches are there after its first map.
    /// </summary>
    internal virtual long BytesInMemory =>
        parameters().Concat(buffers()).Sum(tensor => tensor.SizeInBytes())
        + modules().OfType<Conv2dSame>().Sum(layer => layer.Operation.KeptBytes);

    /// <summary>Clears what layers cached of weights that have changed; it is computed again when needed.</summary>
    internal void ForgetPrepared()
    {
        foreach (var layer in modules().OfType<Conv2dSame>())
        {
            layer.ForgetPrepared();
        }
    }

    /// <summary>Sets <see cref="Mode"/> during construction.</summary>
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
    /// Normalises densities and recovers flows, with the network's epsilon or, in mode <see cref="ConservationMode.Exact"/>, without one.
    /// Some published densities may be negative; the exact recovery replaces them by 0, since negative shares would not add up.
    /// </summary>
    /// <param name="density">Densities [B, C, N*H, N*W].</param>
    /// <param name="coarse">Coarse flow [B, C, H, W] in the unit of the output.</param>
    /// <param name="epsilon">The published epsilon.</param>
    /// <param name="factor">Fine cells along one side of a coarse cell, at this stage.</param>
    /// <returns>Fine flow [B, C, N*H, N*W] in the unit of <paramref name="coarse"/>.</returns>
    protected Tensor Recover(Tensor density, Tensor coarse, double epsilon, int factor) =>
        Mode == ConservationMode.Exact
            ? DensityRecovery.Exact(density.clamp_min(0), coarse, factor)
            : DensityRecovery.WithEpsilon(density, coarse, factor, epsilon);

    /// <summary>Validates inputs, before they are computed with.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="source">Where they come from, for the message.</param>
    /// <exception cref="BadInputException">A size differs from the network's, or a required input is missing.</exception>
    public virtual void CheckInput(FlowInputs inputs, string source)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        inputs.Check(Requirements, source);
        Options.CheckInput(inputs, GetName(), source);
    }
}
