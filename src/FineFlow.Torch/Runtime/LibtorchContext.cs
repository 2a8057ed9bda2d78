using System.Runtime.InteropServices;

namespace FineFlow.Torch.Runtime;

/// <summary>
/// Switches of libtorch's global context (<c>at::Context</c>) that TorchSharp does not offer, by the names of their functions on Linux.
/// Elsewhere they cannot be reached.
/// </summary>
internal static partial class LibtorchContext
{
    private const string Libtorch = "torch_cpu";

    /// <summary>Whether the switches can be reached.</summary>
    public static bool IsReached => OperatingSystem.IsLinux();

    /// <summary>Whether convolutions go through oneDNN.</summary>
    public static bool OneDnn
    {
        set => SetMkldnn(Global(), Byte(value));
    }

    /// <summary>Whether convolutions may go through NNPACK, the next in line.</summary>
    public static bool Nnpack
    {
        set => SetNnpack(Global(), Byte(value));
    }

    /// <summary>Whether operators that have no repeatable form are refused, and the others take it.</summary>
    public static bool Deterministic
    {
        get => GetDeterministic(Global()) != 0;
        set => SetDeterministic(Global(), Byte(value), warnOnly: 0);
    }

    /// <summary>Whether deterministic mode fills fresh memory, which takes time and serves programs that read what nobody wrote.</summary>
    public static bool FillsMemory
    {
        set => SetFill(Global(), Byte(value));
    }

    /// <summary>Whether cuDNN takes repeatable algorithms alone.</summary>
    public static bool CudnnDeterministic
    {
        get => GetCudnn(Global()) != 0;
        set => SetCudnn(Global(), Byte(value));
    }

    private static byte Byte(bool value) => value ? (byte)1 : (byte)0;

    [LibraryImport(Libtorch, EntryPoint = "_ZN2at13globalContextEv")]
    private static partial nint Global();

    [LibraryImport(Libtorch, EntryPoint = "_ZN2at7Context20setUserEnabledNNPACKEb")]
    private static partial void SetNnpack(nint context, byte enable);

    [LibraryImport(Libtorch, EntryPoint = "_ZN2at7Context20setUserEnabledMkldnnEb")]
    private static partial void SetMkldnn(nint context, byte enable);

    [LibraryImport(Libtorch, EntryPoint = "_ZNK2at7Context23deterministicAlgorithmsEv")]
    private static partial byte GetDeterministic(nint context);

    [LibraryImport(Libtorch, EntryPoint = "_ZN2at7Context26setDeterministicAlgorithmsEbb")]
    private static partial void SetDeterministic(nint context, byte enable, byte warnOnly);

    [LibraryImport(Libtorch, EntryPoint = "_ZN2at7Context39setDeterministicFillUninitializedMemoryEb")]
    private static partial void SetFill(nint context, byte enable);

    [LibraryImport(Libtorch, EntryPoint = "_ZNK2at7Context18deterministicCuDNNEv")]
    private static partial byte GetCudnn(nint context);

    [LibraryImport(Libtorch, EntryPoint = "_ZN2at7Context21setDeterministicCuDNNEb")]
    private static partial void SetCudnn(nint context, byte enable);
}
