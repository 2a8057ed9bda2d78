using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using TorchSharp;
using V = System.Runtime.Intrinsics.Vector512<float>;

namespace FineFlow.Torch.Ops.Kernels;

/// <summary>A number format of maps. Kernels read and write 16 numbers at once, and compute in 32-bit floats.</summary>
internal unsafe interface IMapNumber<T>
    where T : unmanaged, IMapNumber<T>
{
    static abstract torch.ScalarType Type { get; }

    float Value { get; }

    static abstract V Load(T* from);

    static abstract void Store(V values, T* to);
}

/// <summary>A 32-bit float.</summary>
internal readonly struct Fp32 : IMapNumber<Fp32>
{
    private readonly float _value;

    public float Value => _value;

    public static torch.ScalarType Type => torch.ScalarType.Float32;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe V Load(Fp32* from) => Vector512.Load(&from->_value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Store(V values, Fp32* to) => values.Store(&to->_value);
}

/// <summary>bfloat16: the upper half of a 32-bit float, rounded to nearest, ties to even.</summary>
internal readonly struct Bf16 : IMapNumber<Bf16>
{
    private readonly ushort _value;

    public float Value => BitConverter.Int32BitsToSingle(_value << 16);

    public static torch.ScalarType Type => torch.ScalarType.BFloat16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe V Load(Bf16* from)
    {
        var halves = Vector256.Load(&from->_value);
        var whole = Avx512F.IsSupported
            ? Avx512F.ConvertToVector512UInt32(halves)
            : Vector512.Create(Vector256.WidenLower(halves), Vector256.WidenUpper(halves));
        return (whole << 16).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Store(V values, Bf16* to)
    {
        var bits = values.AsUInt32();
        var rounded = bits + Vector512.Create(0x7FFFu) + ((bits >> 16) & Vector512<uint>.One);

        // Rounding must not turn a NaN into a number.
        var quiet = bits | Vector512.Create(0x400000u);
        var halves = Vector512.ConditionalSelect(Vector512.Equals(values, values).AsUInt32(), rounded, quiet) >> 16;
        var narrow = Avx512F.IsSupported
            ? Avx512F.ConvertToVector256UInt16(halves)
            : Vector256.Narrow(halves.GetLower(), halves.GetUpper());
        narrow.Store(&to->_value);
    }
}
