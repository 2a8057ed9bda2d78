using System.Reflection;
using System.Runtime.InteropServices;

using TorchSharp;

namespace FineFlow.Torch.Runtime;

/// <summary>
/// Hardware and software of this machine, as far as training and inference depend on them. Values that the system does not report are null.
/// </summary>
/// <param name="OperatingSystem">The operating system with its version.</param>
/// <param name="Architecture">The architecture of this process, such as X64.</param>
/// <param name="Processor">The processor's name.</param>
/// <param name="Cores">Logical processors that this process may use.</param>
/// <param name="DotNet">The .NET runtime with its version.</param>
/// <param name="TorchSharp">The version of TorchSharp.</param>
/// <param name="Libtorch">libtorch: its version, whether it loads, its threads.</param>
/// <param name="InstructionSets">The vector and matrix instructions that libtorch's kernels choose between.</param>
/// <param name="Memory">Total and available memory.</param>
/// <param name="Cuda">GPUs.</param>
internal sealed record MachineReport(
    string OperatingSystem,
    string Architecture,
    string? Processor,
    int Cores,
    string DotNet,
    string TorchSharp,
    LibtorchReport Libtorch,
    InstructionSets InstructionSets,
    MemoryReport Memory,
    CudaReport Cuda)
{
    /// <summary>Collects the report. Does not throw when libtorch cannot be loaded; the report then holds the loader's message.</summary>
    public static MachineReport Collect()
    {
        var processor = ProcessorFile.Read();
        var libtorch = LibtorchReport.Collect();
        return new MachineReport(
            RuntimeInformation.OSDescription,
            RuntimeInformation.ProcessArchitecture.ToString(),
            processor.Name ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER"),
            Environment.ProcessorCount,
            RuntimeInformation.FrameworkDescription,
            typeof(torch).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown",
            libtorch,
            InstructionSets.Collect(processor),
            MemoryReport.Collect(),
            CudaReport.Collect(libtorch.Loads));
    }
}
