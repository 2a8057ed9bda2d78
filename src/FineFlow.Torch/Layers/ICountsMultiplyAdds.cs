using static TorchSharp.torch;

namespace FineFlow.Torch.Layers;

/// <summary>A layer with multiplications of its own, beside those of the convolutions and linear layers inside it.</summary>
internal interface ICountsMultiplyAdds
{
    /// <summary>Multiply-adds of one forward pass over these inputs.</summary>
    long MultiplyAdds(IReadOnlyList<Tensor> inputs);
}
