using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace FineFlow.Torch.Ops.Kernels;

/// <summary>Addresses of tensors' numbers.</summary>
internal static unsafe partial class TensorMemory
{
    /// <summary>Returns the address of a tensor's first number, valid while the tensor lives. Other formats need a cast.</summary>
    public static float* Of(Tensor tensor) => (float*)Data(tensor.Handle);

    [LibraryImport("LibTorchSharp", EntryPoint = "THSTensor_data")]
    private static partial nint Data(nint tensor);
}
