using FineFlow.Torch.Layers;
using FineFlow.Torch.Ops;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.UrbanFm;

/// <summary>
/// UrbanFM's external branch (section 3.2): the external factors [B, 7] as one coarse map [B, 1, H, W] and, upsampled, one fine map
/// [B, 1, N*H, N*W]. Registered at the network's top level, as in published weights.
/// </summary>
internal sealed class ExternalMaps
{
    private readonly ExternalEmbedding _embedding;
    private readonly Sequential _toCoarse;
    private readonly Sequential _toFine;
    private readonly int _height;
    private readonly int _width;

    public ExternalMaps(nn.Module owner, int height, int width, int stages, int hidden, double dropout)
    {
        (_height, _width) = (height, width);
        _embedding = new ExternalEmbedding(owner);
        _toCoarse = ExternalEmbedding.ToMap(hidden, height * width, dropout);
        _toFine = SubPixelUpsampling.Of(1, stages);
        owner.register_module("ext2lr", _toCoarse);
        owner.register_module("ext2hr", _toFine);
    }

    /// <summary>Concatenates the external map to features as one more channel, where there is one.</summary>
    public static Tensor Join(Tensor features, Tensor? map) => map is null ? features : cat([features, ChannelsLast.Of(map)], 1);

    /// <summary>Computes the coarse and the fine map of external factors [B, 7].</summary>
    public (Tensor Coarse, Tensor Fine) Draw(Tensor? external)
    {
        ArgumentNullException.ThrowIfNull(external);
        var coarse = _toCoarse.call(_embedding.Embed(external)).reshape(-1, 1, _height, _width);
        return (coarse, _toFine.call(coarse));
    }
}
