using System.Globalization;
using System.Runtime.InteropServices;
using FineFlow.Core;
using TorchSharp;
using static TorchSharp.torch;

namespace FineFlow.Torch.Runtime;

/// <summary>Devices that tensors are computed on, by name: <c>cpu</c>, <c>cuda</c> (the first GPU) or <c>cuda:N</c>.</summary>
internal static class Devices
{
    /// <summary>The name of the CPU.</summary>
    public const string Cpu = "cpu";

    private const string Cuda = "cuda";

    /// <summary>Returns a device of this machine.</summary>
    /// <exception cref="BadInputException">
    /// The name is unknown, this libtorch computes on the CPU alone, or the machine has no such GPU.
    /// </exception>
    public static Device Require(string name)
    {
        if (Parse(name) is not { } gpu)
        {
            return CPU;
        }

        var hasCuda = NativeLibrary.TryLoad("torch_cuda", typeof(torch).Assembly, searchPath: null, out _);
        Check(name, gpu, hasCuda, CudaReport.Collect(libtorchLoads: true));
        return new Device(DeviceType.CUDA, gpu);
    }

    /// <summary>Returns the number of a GPU; null for the CPU.</summary>
    /// <exception cref="BadInputException">The name is unknown.</exception>
    internal static int? Parse(string name)
    {
        if (name is Cpu or Cuda)
        {
            return name == Cpu ? null : 0;
        }

        return name.StartsWith(Invariant($"{Cuda}:"), StringComparison.Ordinal)
            && int.TryParse(name.AsSpan(Cuda.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var gpu)
            ? gpu
            : throw Refusal($"is '{name}'; expected cpu, cuda or cuda:N");
    }

    /// <summary>Checks that libtorch can compute on a GPU.</summary>
    /// <param name="name">The requested name.</param>
    /// <param name="gpu">Its number.</param>
    /// <param name="hasCuda">Whether this libtorch is a build with CUDA.</param>
    /// <param name="report">The GPUs that libtorch and the driver find.</param>
    /// <exception cref="BadInputException">libtorch has no CUDA, or the machine has no such GPU.</exception>
    internal static void Check(string name, int gpu, bool hasCuda, CudaReport report)
    {
        if (!hasCuda)
        {
            throw Refusal(
                $"is {name}, but this libtorch computes on the CPU alone; build with -p:Libtorch=cuda, which takes the package "
                + $"libtorch-cuda-12.8-linux-x64 (on Windows -win-x64) in place of libtorch-cpu (docs/performance.md)");
        }

        if (!report.Available)
        {
            throw Refusal(
                $"is {name}, but libtorch finds no GPU (the NVIDIA driver lists {report.DeviceNames.Count}); "
                + $"expected one, and a driver for CUDA 12.8");
        }

        if (gpu >= report.DeviceCount)
        {
            throw Refusal($"is {name}; this machine has cuda:0 .. cuda:{report.DeviceCount - 1}");
        }
    }

    /// <summary>Waits until a GPU has finished its queued work. Time measurements call it, since a GPU computes asynchronously.</summary>
    internal static void Finish(Device device)
    {
        if (device.type == DeviceType.CUDA)
        {
            cuda.synchronize();
        }
    }

    private static BadInputException Refusal(InvariantText problem) => new("setting 'device'", problem) { Setting = "Device" };
}
