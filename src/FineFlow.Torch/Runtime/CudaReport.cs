using TorchSharp;

namespace FineFlow.Torch.Runtime;

/// <summary>Graphics processors.</summary>
/// <param name="Available">Whether this libtorch can compute on one; the CPU packages of libtorch never can.</param>
/// <param name="DeviceCount">How many it can compute on.</param>
/// <param name="DeviceNames">All that the NVIDIA driver of a Linux machine lists, usable by this libtorch or not.</param>
public sealed record CudaReport(bool Available, int DeviceCount, IReadOnlyList<string> DeviceNames)
{
    private const string DriverFolder = "/proc/driver/nvidia/gpus";

    internal static CudaReport Collect(bool libtorchLoads)
    {
        var available = libtorchLoads && torch.cuda.is_available();
        return new CudaReport(available, available ? torch.cuda.device_count() : 0, ListNames(DriverFolder));
    }

    /// <summary>TorchSharp does not name devices; the driver does, in a file "information" for each.</summary>
    internal static IReadOnlyList<string> ListNames(string folder) =>
        Directory.Exists(folder)
            ? [.. Directory.GetDirectories(folder).Order(StringComparer.Ordinal).Select(NameOf).OfType<string>()]
            : [];

    private static string? NameOf(string device) => SystemFile.Field(SystemFile.ReadText(Path.Combine(device, "information")), "Model");
}
