using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Torch.Networks;

namespace FineFlow.Torch.Inference;

/// <summary>
/// A model ready for use, as a bundle holds it: raw coarse counts in, raw fine counts out. Several threads may predict at once: in evaluation
/// mode a network writes nothing that outlives the call. Whoever changes the network or disposes of the model does so alone.
/// </summary>
public sealed class FlowModel : IDisposable
{
    /// <param name="network">The network; it is prepared (<see cref="FlowNetwork.Prepare"/>), and disposed of with the model.</param>
    /// <param name="card">What is known of it.</param>
    public FlowModel(FlowNetwork network, ModelCard card)
    {
        ArgumentNullException.ThrowIfNull(network);
        network.Prepare();
        (Network, Card) = (network, card);
    }

    /// <summary>The network.</summary>
    public FlowNetwork Network { get; }

    /// <summary>What the bundle says of it.</summary>
    public ModelCard Card { get; }

    /// <summary>Compares coarse maps with those that the model was trained on: size, scale of counts, and what is known of their origin.</summary>
    /// <param name="coarse">Coarse maps [n, C, H, W], raw counts.</param>
    /// <param name="origin">Where they come from, if known.</param>
    /// <param name="source">The maps' name, for error messages.</param>
    /// <param name="strict">Whether to refuse maps that are unlike the training's.</param>
    /// <returns>What differs, a line each without the source's name; none where nothing is known to.</returns>
    /// <exception cref="BadInputException">In strict mode, what differs.</exception>
    public IReadOnlyList<string> CompareWithTraining(FlowMaps coarse, InputOrigin? origin, string source, bool strict)
    {
        ArgumentNullException.ThrowIfNull(coarse);
        var warnings = TrainingFit.Warnings(Card, Network.Options, coarse, origin);
        return strict && warnings.Count > 0 ? throw new BadInputException(source, string.Join("; ", warnings)) : warnings;
    }

    /// <summary>Infers fine maps [n, C, N*H, N*W] from coarse maps [n, C, H, W], both in raw counts.</summary>
    /// <exception cref="BadInputException">A value is out of its range, or the model's definition or the memory does not admit the maps.</exception>
    /// <param name="inputs">Coarse maps and what the model needs besides.</param>
    /// <param name="tiling">The tiles, for maps that are too large to be inferred whole (<see cref="TiledPredictor"/>); null: whole maps.</param>
    /// <param name="source">Where the maps come from, for error messages.</param>
    /// <param name="cancellationToken">Checked between batches.</param>
    public FlowMaps Predict(
        FlowInputs inputs, Tiling? tiling = null, string source = "coarse", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return FineBand.Join(Infer(inputs, tiling, source, cancellationToken), CreateFine(inputs.Coarse, source));
    }

    /// <summary>The same band by band, for answers that need not fit into memory at once. All checks are done before the first band is asked for.</summary>
    /// <param name="inputs">Coarse maps and what the model needs besides.</param>
    /// <param name="tiling">The tiles; whole maps where null.</param>
    /// <param name="source">Where the maps come from, for error messages.</param>
    /// <param name="cancellationToken">Checked between batches.</param>
    /// <exception cref="BadInputException">A value is out of its range, or the model's definition or the memory does not admit the maps, or tiles.</exception>
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

    /// <summary>Room for the answer to coarse maps: empty fine maps [n, C, N*H, N*W].</summary>
    /// <exception cref="BadInputException">They are more than an array or the memory holds.</exception>
    public FlowMaps CreateFine(FlowMaps coarse, string source = "coarse")
    {
        ArgumentNullException.ThrowIfNull(coarse);
        return FineMaps.Create(Network, coarse, source);
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
