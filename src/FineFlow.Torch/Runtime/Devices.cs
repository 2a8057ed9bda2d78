using System.Globalization;
using System.Runtime.InteropServices;
using FineFlow.Core;
using TorchSharp;
using static TorchSharp.torch;

namespace FineFlow.Torch.Runtime;

/// <summary>
/// Devices that tensors are computed on, by name: <c>cpu</c>, <c>cuda</c> (the first GPU), <c>cuda:N</c>, or <c>auto</c>, which is the
/// first GPU where libtorch finds one and else the CPU.
/// </summary>
internal static class Devices
{
    /// <summary>The name of the CPU.</summary>
    public const string Cpu = "cpu";

    /// <summary>The name of the best device of a machine.</summary>
    public const string Auto = "auto";

    private const string Cuda = "cuda";

    /// <summary>Returns a device of this machine.</summary>
    /// <exception cref="BadInputException">
    /// The name is unknown, this libtorch computes on the CPU alone, or the machine has no such GPU.
    /// </exception>
    public static Device Require(string name)
    {
        name = Resolve(name);
        if (Parse(name) is not { } gpu)
        {
            return CPU;
        }

        var hasCuda = InstalledLibtorch.Loaded?.HasCuda
            ?? NativeLibrary.TryLoad("torch_cuda", typeof(torch).Assembly, searchPath: null, out _);
        Check(name, gpu, hasCuda, CudaReport.Collect(libtorchLoads: true));
        return new Device(DeviceType.CUDA, gpu);
    }

    /// <summary>Returns the name of the device that <c>auto</c> is on this machine, and any other name as it is.</summary>
    public static string Resolve(string name) => Resolve(name, () => CudaReport.Collect(libtorchLoads: true));

    /// <summary>The same, for the GPUs that a report lists.</summary>
    internal static string Resolve(string name, Func<CudaReport> report) =>
        name != Auto ? name : report().DeviceCount > 0 ? Cuda : Cpu;

    /// <summary>Returns the devices of a list divided by commas, with what <c>auto</c> is on this machine.</summary>
    public static IReadOnlyList<string> ResolveAll(string names) =>
        [.. names.Split(',', StringSplitOptions.TrimEntries).Select(Resolve)];

    /// <summary>Returns how many GPUs processes of a device may share; 0 for the CPU and for a GPU that is named by its number.</summary>
    public static int NumberOfGpus(string name) => name == Cuda ? CudaReport.Collect(libtorchLoads: true).DeviceCount : 0;

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
            : throw Refusal($"is '{name}'; expected cpu, cuda, cuda:N or auto");
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
                $"is {name}, but this libtorch computes on the CPU alone; name that of an installed PyTorch in "
                + $"{InstalledLibtorch.Variable}, or build with -p:Libtorch=cuda (docs/performance.md)");
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
