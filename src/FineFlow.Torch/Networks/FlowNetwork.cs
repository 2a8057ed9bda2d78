using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Torch.Layers;
using FineFlow.Torch.Losses;
using static TorchSharp.torch;

namespace FineFlow.Torch.Networks;

/// <summary>
/// A network of the catalog. <c>forward</c> maps coarse flow [B, C, H, W] in the network's input scale to fine flow
/// [B, C, N*H, N*W] in its output scale; <see cref="Infer"/> does the same in raw counts.
/// </summary>
public abstract class FlowNetwork : nn.Module<FlowInput, Tensor>
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

    /// <summary>Whether <c>forward</c> needs external factors.</summary>
    public abstract bool NeedsExternals { get; }

    /// <summary>Raw counts are divided by this before <c>forward</c> (the literature's scaler_x).</summary>
    public virtual double InputScale => 1;

    /// <summary>The output of <c>forward</c> times this is raw counts (the literature's scaler_y).</summary>
    public virtual double OutputScale => 1;

    /// <summary>Whether the definition is tied to the map size in <see cref="Options"/>.</summary>
    public virtual bool FixedMapSize => false;

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
        foreach (var layer in modules().OfType<SameConvolution>())
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

    /// <summary>Raw coarse counts [B, C, H, W] to raw fine counts [B, C, N*H, N*W].</summary>
    public Tensor Infer(Tensor coarse, Tensor? external)
    {
        ArgumentNullException.ThrowIfNull(coarse);
        var input = InputScale == 1 ? coarse : coarse / InputScale;
        var output = call(new FlowInput(input, external));
        var fine = OutputScale == 1 ? output : output * OutputScale;
        return Mode == ConservationMode.Projected ? DensityRecovery.Exact(fine.clamp_min(0), coarse, Options.ScaleFactor) : fine;
    }

    /// <summary>
    /// The loss of a batch in raw counts. Networks with outputs at several stages add up the stages' losses.
    /// </summary>
    /// <param name="loss">The loss of one output.</param>
    /// <param name="coarse">Raw coarse counts [B, C, H, W].</param>
    /// <param name="external">External factors [B, 7], or null.</param>
    /// <param name="truth">True fine counts [B, C, N*H, N*W].</param>
    /// <param name="unit">Counts that make one unit of the loss: 1, or <see cref="OutputScale"/> where the authors train in scaled units.</param>
    public virtual Tensor TrainingLoss(FlowLoss loss, Tensor coarse, Tensor? external, Tensor truth, double unit)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(truth);
        var fine = Infer(coarse, external);
        return unit == 1 ? loss.Compute(fine, truth) : loss.Compute(fine / unit, truth / unit);
    }

    /// <summary>
    /// Further results of a forward pass that golden cases hold, by their names there (<c>expected:NAME</c>, <c>loss:NAME</c>). Most
    /// networks have none.
    /// </summary>
    /// <param name="input">What the network sees.</param>
    /// <param name="targets">The truth at each stage in the stage's own unit, for the losses; empty where the case has none.</param>
    public virtual IReadOnlyDictionary<string, Tensor> FurtherResults(FlowInput input, IReadOnlyList<Tensor> targets) =>
        new Dictionary<string, Tensor>();

    /// <summary>Forgets what layers made of weights that have changed since; a prepared network makes it anew when it is needed.</summary>
    internal void ForgetPrepared()
    {
        foreach (var layer in modules().OfType<SameConvolution>())
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

    /// <summary>Refuses data that the definition of the network does not admit, before any work is done on it.</summary>
    /// <param name="source">Where the data come from, for the message.</param>
    /// <param name="coarse">The coarse maps.</param>
    /// <param name="external">Their external factors, if any.</param>
    /// <exception cref="BadInputException">A size differs from what the network was built for, or externals are missing.</exception>
    public virtual void CheckInput(string source, FlowMaps coarse, ExternalFactors? external)
    {
        ArgumentNullException.ThrowIfNull(coarse);
        if (coarse.Channels != Options.InChannels)
        {
            throw new BadInputException(source, $"has {coarse.Channels} channel(s), but this {GetName()} was built for {Options.InChannels}");
        }

        if (FixedMapSize && (coarse.Rows != Options.Height || coarse.Columns != Options.Width))
        {
            throw new BadInputException(
                source, $"has maps of {coarse.Rows}x{coarse.Columns}, but this {GetName()} was built for {Options.Height}x{Options.Width}");
        }

        if (NeedsExternals && external is null)
        {
            throw new BadInputException(source, $"has no external factors, but this {GetName()} needs them (ext [n, 7])") { Setting = nameof(external) };
        }

        if (external is not null && external.Samples != coarse.Samples)
        {
            throw new BadInputException(source, $"has {external.Samples} rows of external factors for {coarse.Samples} maps");
        }
    }
}
