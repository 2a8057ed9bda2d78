using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace FineFlow.Torch.Runtime;

/// <summary>Free memory of the devices that tensors lie on.</summary>
internal static unsafe class FreeMemory
{
    /// <summary>Returns a device's free memory in bytes; null where it cannot be told.</summary>
    public static long? Of(Device device) => device.type switch
    {
        DeviceType.CPU => MemoryReport.Collect().FreeBytes,
        DeviceType.CUDA => OfGpu(Math.Max(0, device.index)),
        _ => null,
    };

    /// <summary>
    /// Asks NVIDIA's driver, which neither TorchSharp nor libtorch's own exports do. The memory is that of the context which libtorch uses
    /// too, and GPUs have the numbers that they have there.
    /// </summary>
    private static long? OfGpu(int gpu)
    {
        if (!NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1", out var driver))
        {
            return null;
        }

        var initialize = (delegate* unmanaged<uint, int>)NativeLibrary.GetExport(driver, "cuInit");
        var number = (delegate* unmanaged<int*, int, int>)NativeLibrary.GetExport(driver, "cuDeviceGet");
        var retain = (delegate* unmanaged<nint*, int, int>)NativeLibrary.GetExport(driver, "cuDevicePrimaryCtxRetain");
        var release = (delegate* unmanaged<int, int>)NativeLibrary.GetExport(driver, "cuDevicePrimaryCtxRelease_v2");
        var push = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(driver, "cuCtxPushCurrent_v2");
        var pop = (delegate* unmanaged<nint*, int>)NativeLibrary.GetExport(driver, "cuCtxPopCurrent_v2");
        var ask = (delegate* unmanaged<nuint*, nuint*, int>)NativeLibrary.GetExport(driver, "cuMemGetInfo_v2");
        int device;
        nint context;
        if (initialize(0) != 0 || number(&device, gpu) != 0 || retain(&context, device) != 0)
        {
            return null;
        }

        long? free = null;
        if (push(context) == 0)
        {
            nuint left, total;
            free = ask(&left, &total) == 0 ? (long)left : null;
            pop(&context);
        }

        release(device);
        return free;
    }
}
