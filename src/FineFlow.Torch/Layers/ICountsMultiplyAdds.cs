using static TorchSharp.torch;

namespace FineFlow.Torch.Layers;

/// <summary>A layer that multiplies by itself, besides the convolutions and linear layers inside it.</summary>
internal interface ICountsMultiplyAdds
{
    /// <summary>Returns the multiply-adds of one forward pass over these inputs.</summary>
    long MultiplyAdds(IReadOnlyList<Tensor> inputs);
}
