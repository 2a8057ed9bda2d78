using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Torch.Models;

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

    /// <summary>Infers fine maps [n, C, N*H, N*W] from coarse maps [n, C, H, W], both in raw counts.</summary>
    /// <exception cref="BadInputException">A value is out of its range, or the model's definition does not admit the maps.</exception>
    public FlowMaps Predict(FlowMaps coarse, ExternalFactors? external = null, string source = "coarse", CancellationToken cancellation = default)
    {
        CheckValues(coarse, external, source);
        return Predictor.Predict(Network, coarse, external, source, cancellation: cancellation);
    }

    /// <summary>The same tile by tile, for maps that are too large to be inferred whole; see <see cref="TiledPredictor"/>.</summary>
    /// <exception cref="BadInputException">A value is out of its range, or the model's definition does not admit the maps, or tiles.</exception>
    public FlowMaps Predict(FlowMaps coarse, ExternalFactors? external, Tiling tiling, string source = "coarse", CancellationToken cancellation = default)
    {
        CheckValues(coarse, external, source);
        return TiledPredictor.Predict(Network, coarse, external, tiling, source, cancellation);
    }

    /// <inheritdoc/>
    public void Dispose() => Network.Dispose();

    private static void CheckValues(FlowMaps coarse, ExternalFactors? external, string source)
    {
        SplitValues.CheckFlow(coarse, source);
        if (external is not null)
        {
            SplitValues.CheckExternal(external, $"{source}, external factors");
        }
    }
}
