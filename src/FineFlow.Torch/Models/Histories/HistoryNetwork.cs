using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Histories;
using FineFlow.Torch.Layers;
using FineFlow.Torch.Networks;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.Histories;

/// <summary>
/// A network that infers from fine counts of the past, which its bundle holds beside the weights, and that says how sure it is. Its shares
/// are a log-linear pool of its members' shares, with weights of their own for every block.
/// </summary>
internal abstract class HistoryNetwork : FlowNetwork
{
    /// <summary>At most this part of the history is taken away to make it look old.</summary>
    private const int LargestCut = 3;

    /// <summary>The newest days, by which a refreshed network is calibrated.</summary>
    private const int DaysOfCalibration = 7;

    private const string PoolName = "pool", ConcentrationName = "concentration", FollowingName = "following";

    private readonly HistoryOptions _options;
    private HistoryTensors? _tensors;
    private bool _hasTimes;
    private PlaceWeights? _given;

    /// <param name="name">The catalog's name of the model.</param>
    /// <param name="options">Validated hyperparameters.</param>
    /// <param name="members">Number of members J.</param>
    protected HistoryNetwork(string name, HistoryOptions options, int members)
        : base(name, options)
    {
        _options = options;
        register_buffer(PoolName, full([options.InChannels, options.Height, options.Width, members], 1f / members));
        register_buffer(ConcentrationName, full([options.InChannels, options.Height, options.Width], 10f));
        register_buffer(FollowingName, zeros(1));
    }

    /// <summary>The history; null before <see cref="Fit"/>, and then every fine cell has the same share.</summary>
    public FineHistory? History { get; private set; }

    /// <summary>What static maps say of shares; null where none are used, or before <see cref="Fit"/>.</summary>
    internal PlaceWeights? StaticWeights { get; private set; }

    /// <inheritdoc/>
    public override ConservationGuarantee Guarantee => ConservationGuarantee.Exactly;

    /// <inheritdoc/>
    public override InputRequirements Requirements => base.Requirements with
    {
        AdmitsMissing = true,
        Columns = _options.UseExt ? ExternalSchema.TaxiBj : null,
    };

    /// <summary>The size of its fine maps, of one sample.</summary>
    public FlowShape FineShape => new FlowShape(1, Options.InChannels, Options.Height, Options.Width).Refined(Options.ScaleFactor);

    /// <summary>Cells n = N*N of a block.</summary>
    protected int CellsOfBlock => Options.ScaleFactor * Options.ScaleFactor;

    /// <summary>Weights of the members [C, H, W, J].</summary>
    private Tensor Pool => get_buffer(PoolName)!;

    /// <summary>Concentrations of the pool [C, H, W].</summary>
    private Tensor Concentration => get_buffer(ConcentrationName)!;

    /// <summary>How much neighbouring blocks have in common [1].</summary>
    private Tensor Following => get_buffer(FollowingName)!;

    /// <inheritdoc/>
    internal override long BytesInMemory => base.BytesInMemory + (_tensors?.Bytes ?? 0) + (History?.Bytes ?? 0);

    /// <inheritdoc/>
    internal override IReadOnlyList<string> LaterTensors => [FollowingName];

    /// <inheritdoc/>
    internal override bool IsFitted(string tensor) => tensor is PoolName or ConcentrationName or FollowingName;

    /// <summary>The kernel by which coarse counts are expected where they are missing.</summary>
    internal abstract HistoryKernel Kernel { get; }

    /// <inheritdoc/>
    public override void Fit(FlowSplit train, FlowSplit valid) => FitHistory(train);

    /// <inheritdoc/>
    internal override void TakeStatic(PlaceWeights weights) => _given = weights;

    /// <summary>Takes a split as the history, without choosing anything on a validation split.</summary>
    internal void FitHistory(FlowSplit train)
    {
        _hasTimes = train.Time is not null;
        var history = CountedIn(train);
        if (_options.UseStatic && train.Static is { } maps)
        {
            StaticWeights = Given(train, maps) ?? PlaceShares.Fit(history.Fine, history.Factor, maps);
            history = history.WithPrior(StaticWeights, maps);
        }

        Use(train.LeftOut is { } blocks ? history.Imputed(blocks, train.Coarse, history.Prior) : history);
    }

    /// <summary>Fits the pool on the validation split, and then, with a history as old as it will be in use, the concentration.</summary>
    /// <inheritdoc/>
    public override bool Finish(FlowSplit valid)
    {
        var history = History ?? throw new InvalidOperationException("nothing was fitted yet");
        using var scope = NewDisposeScope();
        using var constant = no_grad();
        eval();
        var calibration = new PoolCalibration(this, valid);
        if (Pool.shape[^1] > 1)
        {
            calibration.FitPool(Pool);
        }

        var cut = Math.Min(AgeOfUse(valid, joined: Joins(valid) ? DaysOf(valid) : 0), history.Days / LargestCut);
        calibration.Fit(Concentration, Following, history.UpTo(history.LastDay - cut));
        Use(history);
        if (history.LeftOut is { } blocks)
        {
            calibration.FitLeftOut(blocks, Pool, Concentration);
        }

        return true;
    }

    /// <inheritdoc/>
    internal override void Remember(FlowSplit valid)
    {
        if (History is { } history && Joins(valid))
        {
            Use(history.With(HistoryOf(valid)));
        }
    }

    /// <summary>Returns whether the history has a slot at every time of a split.</summary>
    public bool Knows(FlowSplit recent) => History is { } history && history.Covers(HistoryOf(recent));

    /// <summary>
    /// Takes new days of fine counts into the history, and fits the concentration to the newest of them. Weights stay as they are.
    /// </summary>
    /// <param name="recent">New days with their times, of the network's size.</param>
    /// <exception cref="BadInputException">There are no times, or less than two days.</exception>
    public void Refresh(FlowSplit recent)
    {
        ArgumentNullException.ThrowIfNull(recent);
        var history = History ?? throw new InvalidOperationException("nothing was fitted yet");
        CheckInput(recent.Inputs, recent.Name);
        var days = HistoryOf(recent);
        if (recent.Time is null || days.Days < 2)
        {
            throw new BadInputException(recent.Name, "has no times, or less than two days; expected new days with their times");
        }

        using var scope = NewDisposeScope();
        using var constant = no_grad();
        eval();
        var merged = history.With(days);
        var newest = merged.LastDay - Math.Min(DaysOfCalibration, days.Days - 1) + 1;
        int[] judged = [.. Enumerable.Range(0, recent.Samples).Where(slot => days.Clocks[slot].Day >= newest)];
        var cut = Math.Min((int)Math.Ceiling(_options.HorizonDays ?? DaysOfCalibration), merged.Days / LargestCut);
        new PoolCalibration(this, recent.Gather(judged)).Fit(Concentration, Following, merged.UpTo(newest - Math.Max(1, cut)));
        Use(merged);
    }

    /// <inheritdoc/>
    internal override void ShareFit(FlowNetwork fitted)
    {
        if (fitted is HistoryNetwork { History: { } history, StaticWeights: var weights })
        {
            StaticWeights = weights;
            Use(history);
        }
    }

    /// <summary>Infers from a history from now on.</summary>
    /// <param name="history">The history, of the network's size.</param>
    public void Use(FineHistory history)
    {
        History = history;
        _tensors?.Dispose();
        _tensors = new HistoryTensors(history, Device);
    }

    /// <inheritdoc/>
    public override Tensor Refine(FlowBatch batch) => Stages(batch)[^1].Flow;

    /// <inheritdoc/>
    public override IReadOnlyList<FlowStage> Stages(FlowBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var present = Present(batch);
        return [Stage(present, [PooledDistribution(present)])];
    }

    /// <summary>
    /// Returns the logarithms of the members' shares, J of [B, C, n, H, W], and coarse counts that stand for missing ones, [B, C, H, W].
    /// </summary>
    internal abstract (IReadOnlyList<Tensor> LogShares, Tensor Expected) Members(PresentSlots present, HistoryShares? shares);

    /// <summary>Returns a batch's slots.</summary>
    internal PresentSlots Present(FlowBatch batch) => PresentSlots.Of(batch, History, _options.UseExt);

    /// <summary>Returns the logarithms of the shares as if no block had a history, [B, C, n, H, W].</summary>
    internal virtual Tensor WithoutHistory(PresentSlots present, HistoryShares shares) =>
        shares.Prior.log().expand(present.Coarse.shape[0], -1, -1, -1, -1);

    /// <summary>Returns the history's shares for a batch's slots; null without a history.</summary>
    /// <param name="present">The slots.</param>
    /// <param name="gapDays">Days around each slot's own one that are left out as well.</param>
    internal HistoryShares? SharesFor(PresentSlots present, int gapDays = 0)
    {
        if (History is not { } history)
        {
            return null;
        }

        if (_tensors!.Device != Device)
        {
            Use(history); // the network was moved to another device
        }

        return new(_tensors, present.Clocks, gapDays);
    }

    /// <summary>Returns the pool of the members' shares as a distribution.</summary>
    internal ShareTensors PooledDistribution(PresentSlots present)
    {
        var (pooled, expected) = Pooled(present);
        return new(BlockCells.ToMaps(pooled, Options.ScaleFactor), Concentration.expand(present.Coarse.shape), expected)
        {
            Following = Following.item<float>(),
        };
    }

    /// <summary>
    /// Returns the logarithms of the pool's shares, [B, C, n, H, W], and coarse counts that stand for missing ones, [B, C, H, W].
    /// </summary>
    internal (Tensor LogShares, Tensor Expected) Pooled(PresentSlots present)
    {
        var (members, expected) = Members(present, SharesFor(present));
        return (LogLinearPool.Of(members, Pool), expected);
    }

    /// <summary>Returns the logarithms of the six histories' shares, each [B, C, n, H, W]; even ones without a history.</summary>
    internal IReadOnlyList<Tensor> PooledHistories(PresentSlots present, HistoryShares? shares) => shares is null
        ? HistoryPool.Even(present.Coarse, CellsOfBlock)
        : HistoryPool.LogShares(shares, History!.Days, present);

    /// <summary>
    /// Returns the logarithms of the shares by the kernel, [B, C, n, H, W], and the coarse counts that it expects, [B, C, H, W]; without a
    /// history even shares and 0.
    /// </summary>
    internal (Tensor LogShares, Tensor Expected) ByKernel(PresentSlots present, HistoryShares? shares)
    {
        if (shares is null)
        {
            return (HistoryPool.Even(present.Coarse, CellsOfBlock)[0], zeros_like(present.Coarse));
        }

        var (byKernel, expected) = shares.WithExpected(Kernel);
        return (byKernel.log(), expected);
    }

    /// <summary>Returns the output of a batch: the mean map of the members of an ensemble.</summary>
    /// <param name="present">The batch's slots.</param>
    /// <param name="members">The distributions of the ensemble's members.</param>
    internal FlowStage Stage(PresentSlots present, IReadOnlyList<ShareTensors> members)
    {
        var mean = ShareEnsemble.Mean(members);
        var (density, coarse) = (mean.LogShares.exp(), MissingCounts.Fill(present, mean.Expected));
        return new(DensityRecovery.Exact(density, coarse, Options.ScaleFactor), Options.ScaleFactor, 1)
        {
            Density = density,
            Distribution = mean,
            Members = members,
        };
    }

    /// <summary>Creates the catalog's row of such a network.</summary>
    protected static ModelEntry DefineRow<TOptions>(
        string name,
        Func<TOptions, HistoryNetwork> create,
        string title,
        Recipe? reference = null,
        long parameters = 0,
        long multiplyAdds = 0)
        where TOptions : HistoryOptions, new() =>
        ModelEntry.Define<TOptions>(
            name,
            create,
            title,
            publications: [],
            "dirichlet",
            new(ConservationGuarantee.Exactly, parameters, multiplyAdds),
            reference,
            gives: OutputKind.Distributions) with
        {
            Origin = "FineFlow (docs/models/dmn.md)",
            IsPublished = false,
            RealValuedLoss = "multinomial",
            DefaultRecipe = Recipe.ReferenceName,
        };

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _tensors?.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>
    /// Returns how many days must be cut off the history, so that the validation part looks as far away as slots in use do: use is half a
    /// validation part and the horizon behind its middle, and days that join the history bring it nearer.
    /// </summary>
    /// <param name="valid">The validation split.</param>
    /// <param name="joined">Days that will have joined the history.</param>
    private protected int AgeOfUse(FlowSplit valid, double joined = 0)
    {
        var days = DaysOf(valid);
        return (int)Math.Ceiling(Math.Max(0, (days / 2) + (_options.HorizonDays ?? days) - joined));
    }

    private double DaysOf(FlowSplit valid) => valid.Time is { } times
        ? (times.Max() - times.Min()) / (double)TimeSpan.SecondsPerDay
        : (double)valid.Samples / _options.SlotsPerDay;

    /// <summary>Whether a validation split joins the history; days that are not known cannot.</summary>
    private bool Joins(FlowSplit valid) => _options.UseValid && _hasTimes && valid.Time is not null;

    /// <summary>
    /// Returns the weights of static maps that another city knows, where this one has no fine counts at all to find its own, and has the
    /// same maps; else null.
    /// </summary>
    private PlaceWeights? Given(FlowSplit train, StaticMaps maps) =>
        train.LeftOut?.IsEverything == true && _given?.Suit(PlaceShares.NamesOf(maps), Options.InChannels) == true ? _given : null;

    /// <summary>Returns a split as a history, with shares by static maps where its fine counts are hidden.</summary>
    private FineHistory HistoryOf(FlowSplit split) => split.LeftOut is { } blocks
        ? CountedIn(split).Imputed(blocks, split.Coarse, History?.Prior)
        : CountedIn(split);

    private FineHistory CountedIn(FlowSplit split) => FineHistory.Of(split, _options.UseExt, _options.SlotsPerDay);
}
