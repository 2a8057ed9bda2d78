using System.Runtime.Intrinsics.X86;

namespace FineFlow.Torch.Runtime;

/// <summary>The x86 instruction sets that libtorch's speed depends on.</summary>
/// <param name="Avx2">256-bit vectors.</param>
/// <param name="Avx512">512-bit vectors (AVX-512F).</param>
/// <param name="Avx512Bf16">Products of bfloat16 vectors; null where the system does not report it.</param>
/// <param name="AmxBf16">Products of bfloat16 tiles; null where the system does not report it.</param>
internal sealed record InstructionSets(bool Avx2, bool Avx512, bool? Avx512Bf16, bool? AmxBf16)
{
    /// <summary>Whether the processor multiplies bfloat16 in hardware; without that, bfloat16 is slower than 32-bit floats.</summary>
    public bool MultipliesBf16 => Avx512Bf16 is true || AmxBf16 is true;

    /// <summary>Asks .NET for the vectors and Linux for the bfloat16 instructions, which .NET does not report.</summary>
    internal static InstructionSets Collect(ProcessorFile processor) => new(
        System.Runtime.Intrinsics.X86.Avx2.IsSupported,
        Avx512F.IsSupported,
        processor.Has("avx512_bf16"),
        processor.Has("amx_bf16"));
}
