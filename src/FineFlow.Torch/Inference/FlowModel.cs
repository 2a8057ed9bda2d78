using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Torch.Models;
using FineFlow.Torch.Networks;

namespace FineFlow.Torch.Inference;

/// <summary>
/// A model ready for inference, as a bundle holds it: raw coarse counts in, raw fine counts out. Several threads may predict at the same
/// time, because a network in evaluation mode keeps no state between calls. Changing the network or disposing of the model requires that
/// no other thread uses it.
/// </summary>
public sealed class FlowModel : IFlowModel
{
    /// <param name="network">The network; it is prepared (<see cref="FlowNetwork.Prepare"/>), and disposed of with the model.</param>
    /// <param name="card">The model's card.</param>
    public FlowModel(FlowNetwork network, ModelCard card)
    {
        ArgumentNullException.ThrowIfNull(network);
        network.Prepare();
        (Network, Card) = (network, card);
    }

    /// <summary>The network.</summary>
    public FlowNetwork Network { get; }

    /// <inheritdoc/>
    NetworkOptions IFlowModel.Options => Network.Options;

    /// <summary>The description that the bundle holds of it.</summary>
    public ModelCard Card { get; }

    /// <summary>Whether it says how sure it is: its bands have a <see cref="FineBand.Distribution"/>.</summary>
    public bool GivesDistribution => ModelCatalog.Find(Card.Model).Gives == OutputKind.Distributions;

    /// <summary>Bytes of memory that it takes, once it has inferred a map.</summary>
    internal long BytesInMemory => Network.BytesInMemory;

    /// <summary>
    /// Returns the blocks of a dataset whose fine counts the model's training did not see; null where it saw all, or learned another city.
    /// </summary>
    internal LeftOutBlocks? LeftOutOf(FlowDataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Card.LeftOut is { } blocks && (blocks.Rows, blocks.Columns) == (data.Rows, data.Columns)
            && PlaceComparison.Of(Card.Data, data) != WeightsPlace.Other ? blocks : null;
    }

    /// <summary>
    /// Compares coarse maps with those that the model was trained on: size, scale of counts, and origin where it is known.
    /// </summary>
    /// <param name="inputs">Coarse maps, and what is known of missing counts.</param>
    /// <param name="origin">Where they come from, if known.</param>
    /// <param name="source">The maps' name, for error messages.</param>
    /// <param name="strict">Whether to throw where the maps differ from the training's.</param>
    /// <returns>One line a difference, without the source's name; empty where none is known.</returns>
    /// <exception cref="BadInputException">The maps differ, and <paramref name="strict"/> is set.</exception>
    public IReadOnlyList<string> CompareWithTraining(FlowInputs inputs, InputOrigin? origin, string source, bool strict)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return TrainingFit.Compare(Card, Network.Options, inputs, origin, source, strict);
    }

    /// <summary>Infers fine maps [n, C, N*H, N*W] from coarse maps [n, C, H, W], both in raw counts.</summary>
    /// <param name="inputs">Coarse maps and the model's further inputs.</param>
    /// <param name="tiling">
    /// The tiles, for maps that are too large to be inferred whole (<see cref="TiledPredictor"/>); null for whole maps.
    /// </param>
    /// <param name="source">Where the maps come from, for error messages.</param>
    /// <param name="cancellationToken">Checked between batches.</param>
    /// <exception cref="BadInputException">
    /// A value is out of range, the model does not accept the maps, or they do not fit into memory.
    /// </exception>
    public FlowMaps Predict(
        FlowInputs inputs, Tiling? tiling = null, string source = "coarse", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return FineBand.Join(Infer(inputs, tiling, source, cancellationToken), CreateFine(inputs.Coarse, source));
    }

    /// <summary>
    /// Infers fine maps band by band, for predictions that do not fit into memory at once. All checks run before the first band is
    /// inferred.
    /// </summary>
    /// <param name="inputs">Coarse maps and the model's further inputs.</param>
    /// <param name="tiling">The tiles; null for whole maps.</param>
    /// <param name="source">Where the maps come from, for error messages.</param>
    /// <param name="cancellationToken">Checked between batches.</param>
    /// <exception cref="BadInputException">
    /// A value is out of range, the model does not accept the maps or the tiles, or they do not fit into memory.
    /// </exception>
    public IEnumerable<FineBand> Infer(
        FlowInputs inputs, Tiling? tiling, string source, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        CheckValues(inputs, source);
        if (tiling is not null)
        {
            return TiledPredictor.Bands(Network, inputs, tiling, source, cancellationToken);
        }

        var bands = Predictor.Bands(Network, inputs, source, Predictor.DefaultBatch, cancellationToken);
        InferenceMemory.Check(Network, inputs.Coarse.Rows, inputs.Coarse.Columns, source);
        return bands;
    }

    /// <summary>Allocates the fine maps [n, C, N*H, N*W] of a prediction, filled with zeros.</summary>
    /// <exception cref="BadInputException">They do not fit into one array or into memory.</exception>
    public FlowMaps CreateFine(FlowMaps coarse, string source = "coarse")
    {
        ArgumentNullException.ThrowIfNull(coarse);
        return FineMaps.Create(Network.Options.ScaleFactor, coarse, source);
    }

    /// <inheritdoc/>
    public void Dispose() => Network.Dispose();

    private static void CheckValues(FlowInputs inputs, string source)
    {
        SplitValues.CheckFlow(inputs.Coarse, source);
        if (inputs.External is { } external)
        {
            SplitValues.CheckExternal(external, $"{source}, external factors");
        }
    }
}
