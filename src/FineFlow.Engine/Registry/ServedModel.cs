using FineFlow.Core;
using FineFlow.Core.Drift;
using FineFlow.Engine.Bundles;
using FineFlow.Outputs;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Models;
using FineFlow.Torch.Networks;
using static System.FormattableString;

namespace FineFlow.Engine.Registry;

/// <summary>
/// One version of a model that is served. What it is follows from its card; its weights need not be in memory. Where it computes with
/// them, the caller holds a reference.
/// </summary>
internal sealed class ServedModel
{
    private Throughput? _throughput;

    /// <param name="source">The bundle.</param>
    /// <param name="card">Its card.</param>
    /// <exception cref="BadInputException">The card names a model or a setting that is unknown.</exception>
    internal ServedModel(BundleSource source, ModelCard card)
    {
        (Source, Card, Weights) = (source, card, new(Invariant($"{source.Model} {source.Version}")));
        (Options, Recovery) = BadInputException.Within(
            source.Folder, () => (ModelCatalog.Find(card.Model).Configure(card.Options), ModelBundle.ConservingModeOf(card)));
    }

    /// <summary>The name that it is served under.</summary>
    public string Name => Source.Model;

    /// <summary>Its version.</summary>
    public string Version => Source.Version;

    /// <summary>The bundle that it is loaded from.</summary>
    public BundleSource Source { get; }

    /// <summary>The card of its bundle.</summary>
    public ModelCard Card { get; }

    /// <summary>Its sizes and other hyperparameters.</summary>
    public NetworkOptions Options { get; }

    /// <summary>How its output becomes a map that adds up.</summary>
    public ConservationMode Recovery { get; }

    /// <summary>Whether it was loaded and tried at least once.</summary>
    public bool IsTried => Volatile.Read(ref _throughput) is not null;

    /// <summary>Its speed, once it was tried.</summary>
    public Throughput Throughput =>
        Volatile.Read(ref _throughput) ?? throw new InvalidOperationException($"{Name} {Version} was not tried");

    /// <summary>What it has done.</summary>
    public ModelStatistics Statistics { get; } = new();

    /// <summary>
    /// The counts that it was asked about lately; null for a bundle that keeps nothing of its training, and before it is tried.
    /// </summary>
    public RecentCounts? Recent { get; private set; }

    /// <summary>Bytes that its weights and its history take in memory; 0 before it is tried.</summary>
    public long Bytes { get; private set; }

    /// <summary>Its weights.</summary>
    internal SharedWeights Weights { get; }

    /// <summary>A number that grows with every lease; the registry sets it.</summary>
    internal long LastUse { get; set; }

    /// <summary>Whether it infers maps of its own size alone.</summary>
    public bool HasFixedSize => Options.FixedMapSize;

    /// <summary>Whether it cannot do without external factors.</summary>
    public bool NeedsExternals => Options.NeedsExternals;

    /// <summary>Whether it says how sure it is.</summary>
    public bool GivesDistribution => ModelCatalog.Find(Card.Model).Gives == OutputKind.Distributions;

    /// <summary>Whether it infers from a history of fine counts, which can be refreshed.</summary>
    public bool HasHistory => Card.HistorySha256 is not null;

    // What is the same on every device is asked of the first.
    private FlowModel First => Weights.On(0);

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
    public void Check(FlowInputs inputs) => First.Network.CheckInput(inputs, "coarse");

    /// <summary>Returns the differences of a map to those that the model was trained on, one line each.</summary>
    /// <exception cref="BadInputException">In strict mode, the map differs from the training's.</exception>
    public IReadOnlyList<string> CompareWithTraining(FlowInputs inputs, InputOrigin? origin, bool strict) =>
        First.CompareWithTraining(inputs, origin, "coarse", strict);

    /// <summary>Returns the place of an answer for the model's own city; null where its card does not state it.</summary>
    /// <exception cref="BadInputException">The card's description of the city is wrong.</exception>
    public GridPlace? PlaceOf(FlowMaps coarse)
    {
        ArgumentNullException.ThrowIfNull(coarse);
        var city = (Options.Height, Options.Width);
        return (coarse.Rows, coarse.Columns) == city ? GridPlace.From(Card.Data?.Manifest, city, coarse, "bounding_box") : null;
    }

    /// <summary>Returns whether this version can answer the requests for another one.</summary>
    internal bool Answers(ServedModel other) => Interface == other.Interface;

    private (int, int, int?, int?, bool) Interface => (
        Options.InChannels, Options.ScaleFactor, HasFixedSize ? Options.Height : null, HasFixedSize ? Options.Width : null, NeedsExternals);

    /// <summary>Infers on the calling thread.</summary>
    /// <param name="inputs">The samples.</param>
    /// <param name="device">The device's place in the list of devices. One thread at a time may use each.</param>
    internal FineBand Infer(FlowInputs inputs, int device) => Predictor.Infer(Weights.On(device).Network, inputs, "coarse");

    /// <summary>Returns the model as an ONNX file.</summary>
    /// <exception cref="BadInputException">It cannot be said in ONNX.</exception>
    public byte[] Export() => OnnxExport.Create(First);

    /// <summary>Keeps what the first trial of the weights has shown.</summary>
    internal void HasProved(Throughput throughput, CoarseReference? reference, long bytes)
    {
        Recent = reference is null ? null : new(reference, Card.Data?.Manifest.SlotsPerDay);
        Bytes = bytes;
        Volatile.Write(ref _throughput, throughput);
    }
}
