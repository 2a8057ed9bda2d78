using FineFlow.Core;
using FineFlow.Core.Drift;
using FineFlow.Engine.Bundles;
using FineFlow.Outputs;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Models.Histories;
using FineFlow.Torch.Networks;

namespace FineFlow.Engine.Registry;

/// <summary>
/// One version of a model in memory, once for each device that it computes on. The registry, every lease and every job hold a
/// reference; the last release frees the weights.
/// </summary>
internal sealed class LoadedModel
{
    private readonly IReadOnlyList<FlowModel> _replicas;
    private int _references = 1;

    internal LoadedModel(BundleSource source, IReadOnlyList<FlowModel> replicas, Throughput throughput, CoarseReference? reference)
    {
        (Source, _replicas, Throughput) = (source, replicas, throughput);
        Recent = reference is null ? null : new(reference, Card.Data?.Manifest.SlotsPerDay);
    }

    /// <summary>The name that it is served under.</summary>
    public string Name => Source.Model;

    /// <summary>Its version.</summary>
    public string Version => Source.Version;

    /// <summary>The bundle that it was loaded from.</summary>
    public BundleSource Source { get; }

    /// <summary>Its speed.</summary>
    public Throughput Throughput { get; }

    /// <summary>What it has done.</summary>
    public ModelStatistics Statistics { get; } = new();

    /// <summary>The counts that it was asked about lately; null for a bundle that keeps nothing of its training.</summary>
    public RecentCounts? Recent { get; }

    /// <summary>The card of its bundle.</summary>
    public ModelCard Card => Model.Card;

    /// <summary>Its sizes and other hyperparameters.</summary>
    public NetworkOptions Options => Model.Network.Options;

    /// <summary>How its output becomes a map that adds up.</summary>
    public ConservationMode Recovery => Model.Network.Mode;

    /// <summary>Whether it infers maps of its own size alone.</summary>
    public bool HasFixedSize => Model.Network.FixedMapSize;

    /// <summary>Whether it cannot do without external factors.</summary>
    public bool NeedsExternals => Model.Network.NeedsExternals;

    /// <summary>Whether it says how sure it is.</summary>
    public bool GivesDistribution => Model.GivesDistribution;

    /// <summary>Whether it infers from a history of fine counts, which can be refreshed.</summary>
    public bool HasHistory => Model.Network is HistoryNetwork { History: not null };

    /// <summary>Coarse cells of a map of its own size, which is one unit of work.</summary>
    public int UnitCells => Options.Height * Options.Width;

    /// <summary>Returns the units of work of one of these maps.</summary>
    public int UnitsOf(FlowMaps coarse)
    {
        ArgumentNullException.ThrowIfNull(coarse);
        return (coarse.Rows * coarse.Columns + UnitCells - 1) / UnitCells;
    }

    /// <summary>Validates inputs against the model's definition.</summary>
    /// <exception cref="BadInputException">The model does not admit the inputs.</exception>
    public void Check(FlowInputs inputs) => Model.Network.CheckInput(inputs, "coarse");

    /// <summary>Returns the differences of a map to those that the model was trained on, one line each.</summary>
    /// <exception cref="BadInputException">In strict mode, the map differs from the training's.</exception>
    public IReadOnlyList<string> CompareWithTraining(FlowInputs inputs, InputOrigin? origin, bool strict) =>
        Model.CompareWithTraining(inputs, origin, "coarse", strict);

    /// <summary>Returns the place of an answer for the model's own city; null where its card does not state it.</summary>
    /// <exception cref="BadInputException">The card's description of the city is wrong.</exception>
    public GridPlace? PlaceOf(FlowMaps coarse)
    {
        ArgumentNullException.ThrowIfNull(coarse);
        var city = (Options.Height, Options.Width);
        return (coarse.Rows, coarse.Columns) == city ? GridPlace.From(Card.Data?.Manifest, city, coarse, "bounding_box") : null;
    }

    /// <summary>Returns whether this version can answer the requests for another one.</summary>
    internal bool Answers(LoadedModel other) => Interface == other.Interface;

    // What is the same on every device is asked of the first.
    private FlowModel Model => _replicas[0];

    private (int, int, int?, int?, bool) Interface => (
        Options.InChannels, Options.ScaleFactor, HasFixedSize ? Options.Height : null, HasFixedSize ? Options.Width : null, NeedsExternals);

    /// <summary>Infers on the calling thread.</summary>
    /// <param name="inputs">The samples.</param>
    /// <param name="device">The device's place in the list of devices. One thread at a time may use each.</param>
    internal FineBand Infer(FlowInputs inputs, int device) => Predictor.Infer(_replicas[device].Network, inputs, "coarse");

    /// <summary>Returns the model as an ONNX file.</summary>
    /// <exception cref="BadInputException">It cannot be said in ONNX.</exception>
    public byte[] Export() => OnnxExport.Create(Model);

    /// <summary>Keeps the weights in memory until <see cref="Release"/>. The caller must already hold a reference.</summary>
    internal void AddReference()
    {
        if (Interlocked.Increment(ref _references) <= 1)
        {
            throw new InvalidOperationException($"{Name} {Version} has been freed");
        }
    }

    /// <summary>Gives a reference back; the last one frees the weights.</summary>
    internal void Release()
    {
        if (Interlocked.Decrement(ref _references) == 0)
        {
            foreach (var replica in _replicas)
            {
                replica.Dispose();
            }
        }
    }
}
