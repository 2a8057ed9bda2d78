using System.Globalization;
using System.Runtime.InteropServices;
using FineFlow.Core;
using TorchSharp;
using static TorchSharp.torch;

namespace FineFlow.Torch.Runtime;

/// <summary>What tensors are computed on, by the names that <c>--device</c> takes: <c>cpu</c>, <c>cuda</c> (the first GPU) or <c>cuda:N</c>.</summary>
public static class Devices
{
    /// <summary>The name of the CPU.</summary>
    public const string Cpu = "cpu";

    private const string Cuda = "cuda";
    private const string Option = "option --device";

    /// <summary>A device that this machine has.</summary>
    /// <exception cref="BadInputException">The name is none, this libtorch computes on the CPU alone, or there is no such GPU.</exception>
    public static Device Require(string name)
    {
        if (Parse(name) is not { } gpu)
        {
            return CPU;
        }

        Check(name, gpu, NativeLibrary.TryLoad("torch_cuda", typeof(torch).Assembly, searchPath: null, out _), CudaReport.Collect(libtorchLoads: true));
        return new Device(DeviceType.CUDA, gpu);
    }

    /// <summary>The number of a GPU; null for the CPU.</summary>
    /// <exception cref="BadInputException">The name is none.</exception>
    internal static int? Parse(string name)
    {
        if (name is Cpu or Cuda)
        {
            return name == Cpu ? null : 0;
        }

        return name.StartsWith(Invariant($"{Cuda}:"), StringComparison.Ordinal)
            && int.TryParse(name.AsSpan(Cuda.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var gpu)
            ? gpu
            : throw new BadInputException(Option, $"is '{name}'; expected cpu, cuda or cuda:N");
    }

    /// <summary>Refuses a GPU that cannot be computed on.</summary>
    /// <param name="name">What was asked for.</param>
    /// <param name="gpu">Its number.</param>
    /// <param name="hasCuda">Whether this libtorch is one with CUDA.</param>
    /// <param name="report">What it finds.</param>
    /// <exception cref="BadInputException">Says what is missing, and what goes in its place.</exception>
    internal static void Check(string name, int gpu, bool hasCuda, CudaReport report)
    {
        if (!hasCuda)
        {
            throw new BadInputException(
                Option,
                Invariant($"is {name}, but this libtorch computes on the CPU alone; build with -p:Libtorch=cuda, ")
                    + "which takes the package libtorch-cuda-12.8-linux-x64 "
                + "(on Windows -win-x64) in place of libtorch-cpu (docs/performance.md)");
        }

        if (!report.Available)
        {
            throw new BadInputException(
                Option, $"is {name}, but libtorch finds no GPU (the NVIDIA driver lists {report.DeviceNames.Count}); expected one, and a driver for CUDA 12.8");
        }

        if (gpu >= report.DeviceCount)
        {
            throw new BadInputException(Option, $"is {name}; this machine has cuda:0 .. cuda:{report.DeviceCount - 1}");
        }
    }

    /// <summary>Waits until the device has done all that it was told: a GPU computes on while the program goes on, and clocks must not.</summary>
    internal static void Finish(Device device)
    {
        if (device.type == DeviceType.CUDA)
        {
            cuda.synchronize();
        }
    }
}
