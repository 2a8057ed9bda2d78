using TorchSharp;

namespace FineFlow.Torch.Runtime;

/// <summary>The machine's GPUs.</summary>
/// <param name="Available">Whether this libtorch can compute on a GPU; the CPU packages of libtorch cannot.</param>
/// <param name="DeviceCount">Number of GPUs that it can compute on.</param>
/// <param name="DeviceNames">All GPUs that the NVIDIA driver of a Linux machine lists, usable by this libtorch or not.</param>
internal sealed record CudaReport(bool Available, int DeviceCount, IReadOnlyList<string> DeviceNames)
{
    private const string DriverFolder = "/proc/driver/nvidia/gpus";

    internal static CudaReport Collect(bool libtorchLoads)
    {
        var available = libtorchLoads && torch.cuda.is_available();
        return new CudaReport(available, available ? torch.cuda.device_count() : 0, ListNames(DriverFolder));
    }

    /// <summary>Reads the names from the driver's files, since TorchSharp does not name devices.</summary>
    internal static IReadOnlyList<string> ListNames(string folder) =>
        Directory.Exists(folder)
            ? [.. Directory.GetDirectories(folder).Order(StringComparer.Ordinal).Select(NameOf).OfType<string>()]
            : [];

    private static string? NameOf(string device) => SystemFile.Field(SystemFile.ReadText(Path.Combine(device, "information")), "Model");
}
