using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace FineFlow.Torch.Kernels;

/// <summary>Where a tensor's numbers are.</summary>
internal static unsafe partial class TensorMemory
{
    /// <summary>The first number of a tensor of 32-bit floats; valid as long as the tensor lives.</summary>
    public static float* Of(Tensor tensor) => (float*)Data(tensor.Handle);

    [LibraryImport("LibTorchSharp", EntryPoint = "THSTensor_data")]
    private static partial nint Data(nint tensor);
}
