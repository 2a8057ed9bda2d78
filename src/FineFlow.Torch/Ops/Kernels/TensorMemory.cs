using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace FineFlow.Torch.Ops.Kernels;

/// <summary>Where a tensor's numbers are.</summary>
internal static unsafe partial class TensorMemory
{
    /// <summary>The first number of a tensor; valid as long as the tensor lives. Where the numbers are not 32-bit floats, the caller casts.</summary>
    public static float* Of(Tensor tensor) => (float*)Data(tensor.Handle);

    [LibraryImport("LibTorchSharp", EntryPoint = "THSTensor_data")]
    private static partial nint Data(nint tensor);
}
