using FineFlow.Torch.Layers;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.DeepLgr;

/// <summary>
/// DeepLGR's region-specific predictor, with separate weights over the channels for every cell. Features [B, F, H, W] and weights
/// [O, F, H, W] to [B, O, H, W].
/// </summary>
internal sealed class RegionPredictor() : nn.Module<Tensor, Tensor, Tensor>(nameof(RegionPredictor)), ICountsMultiplyAdds
{
    public override Tensor forward(Tensor features, Tensor weights)
    {
        using var products = features.unsqueeze(1) * weights;
        return products.sum([2]);
    }

    /// <summary>
    /// Returns one product for each feature, cell and output. Computing the weights is not counted, since samples share them.
    /// </summary>
    public long MultiplyAdds(IReadOnlyList<Tensor> inputs) => inputs[0].shape[0] * inputs[1].numel();
}
