using FineFlow.Core.Datasets;
using static TorchSharp.torch;

namespace FineFlow.Torch.Networks;

/// <summary>Left out blocks as a tensor.</summary>
internal static class LeftOutTensor
{
    /// <summary>Returns 1 where a block is left out and 0 elsewhere, float32 [1, 1, H, W].</summary>
    public static Tensor ToTensor(this LeftOutBlocks blocks, Device device) =>
        TensorData.From([.. blocks.IsLeftOut.Select(isLeftOut => isLeftOut ? 1f : 0f)], 1, 1, blocks.Rows, blocks.Columns).to(device);
}
