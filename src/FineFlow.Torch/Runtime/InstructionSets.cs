using System.Runtime.Intrinsics.X86;

namespace FineFlow.Torch.Runtime;

/// <summary>The x86 instructions that decide how fast libtorch is.</summary>
/// <param name="Avx2">256-bit vectors.</param>
/// <param name="Avx512">512-bit vectors (AVX-512F).</param>
/// <param name="Avx512Bf16">Products of bfloat16 vectors; null where the system does not tell.</param>
/// <param name="AmxBf16">Products of bfloat16 tiles; null where the system does not tell.</param>
public sealed record InstructionSets(bool Avx2, bool Avx512, bool? Avx512Bf16, bool? AmxBf16)
{
    /// <summary>Whether the processor multiplies bfloat16 itself; without, it is slower than 32-bit floats.</summary>
    public bool MultipliesBf16 => Avx512Bf16 is true || AmxBf16 is true;

    /// <summary>.NET knows the vectors itself, and has no name for the bfloat16 instructions.</summary>
    internal static InstructionSets Collect(ProcessorFile processor) => new(
        System.Runtime.Intrinsics.X86.Avx2.IsSupported,
        Avx512F.IsSupported,
        processor.Has("avx512_bf16"),
        processor.Has("amx_bf16"));
}
