using FineFlow.Core;
using FineFlow.Torch.Models;

namespace FineFlow.Torch.Inference;

/// <summary>A model ready for use, as a bundle holds it: raw coarse counts in, raw fine counts out. For one thread at a time.</summary>
public sealed class FlowModel(FlowNetwork network, ModelCard card) : IDisposable
{
    /// <summary>The network.</summary>
    public FlowNetwork Network { get; } = network;

    /// <summary>What the bundle says of it.</summary>
    public ModelCard Card { get; } = card;

    /// <summary>Infers fine maps [n, C, N*H, N*W] from coarse maps [n, C, H, W], both in raw counts.</summary>
    /// <exception cref="BadInputException">The model's definition does not admit the maps.</exception>
    public FlowMaps Predict(FlowMaps coarse, ExternalFactors? external = null, string source = "coarse", CancellationToken cancellation = default) =>
        Predictor.Predict(Network, coarse, external, source, cancellation: cancellation);

    /// <summary>The same tile by tile, for maps that are too large to be inferred whole; see <see cref="TiledPredictor"/>.</summary>
    /// <exception cref="BadInputException">The model's definition does not admit the maps, or tiles.</exception>
    public FlowMaps Predict(FlowMaps coarse, ExternalFactors? external, Tiling tiling, string source = "coarse", CancellationToken cancellation = default) =>
        TiledPredictor.Predict(Network, coarse, external, tiling, source, cancellation);

    /// <inheritdoc/>
    public void Dispose() => Network.Dispose();
}
