using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V = System.Runtime.Intrinsics.Vector512<float>;

namespace FineFlow.Torch.Ops.Kernels;

/// <summary>
/// GELU z P(Z &lt;= z) of 16 numbers at once, within 1e-7 (1 + |z|) of the exact value. P uses Hastings' approximation of erf (Abramowitz
/// and Stegun, "Handbook of Mathematical Functions", 7.1.26), whose exponential the derivative uses too.
/// </summary>
internal static class Gelu
{
    private const float Log2E = 1.44269504f, Ln2High = 0.693359375f, Ln2Low = -2.12194440e-4f;

    /// <summary>
    /// Lower limit of the argument of <see cref="Exp"/>, which is then 0. Below it the float's exponent would be negative.
    /// </summary>
    private const float Lowest = -88;

    /// <summary>Added to a small number, leaves the nearest whole number plus the float exponent's offset in the last bits.</summary>
    private const float Rounder = (1 << 23) * 1.5f + 127;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of(V z) => z * Below(z, Bell(z));

    /// <summary>Returns the derivative P(Z &lt;= z) + z p(z).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Slope(V z)
    {
        const float density = 0.398942280f; // 1 / sqrt(2 pi)
        var bell = Bell(z);
        return Vector512.FusedMultiplyAdd(z * density, bell, Below(z, bell));
    }

    /// <summary>Returns exp(-z^2 / 2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Bell(V z) => Exp(Vector512.MaxNative(z * z * -0.5f, Vector512.Create(Lowest)));

    /// <summary>Returns P(Z &lt;= z), given exp(-z^2 / 2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Below(V z, V bell)
    {
        var t = V.One / Vector512.FusedMultiplyAdd(Vector512.Abs(z), Vector512.Create(0.3275911f * 0.707106781f), V.One);
        var sum = Horner(t, Vector512.Create(1.061405429f), -1.453152027f);
        sum = Horner(t, sum, 1.421413741f);
        sum = Horner(t, sum, -0.284496736f);
        sum = Horner(t, sum, 0.254829592f);
        var tail = sum * t * bell * 0.5f;
        return Vector512.ConditionalSelect(Vector512.LessThan(z, V.Zero), tail, V.One - tail);
    }

    /// <summary>Returns e^x for x in [-88, 0].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Exp(V x)
    {
        var rounded = Vector512.FusedMultiplyAdd(x, Vector512.Create(Log2E), Vector512.Create(Rounder));
        var power = rounded - Vector512.Create(Rounder);
        var rest = Vector512.FusedMultiplyAdd(power, Vector512.Create(-Ln2High), x);
        rest = Vector512.FusedMultiplyAdd(power, Vector512.Create(-Ln2Low), rest);
        var sum = Horner(rest, Horner(rest, Horner(rest, Vector512.Create(1 / 720f), 1 / 120f), 1 / 24f), 1 / 6f);
        sum = Horner(rest, Horner(rest, Horner(rest, sum, 0.5f), 1), 1);
        return sum * (rounded.AsInt32() << 23).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Horner(V x, V inner, float constant) => Vector512.FusedMultiplyAdd(x, inner, Vector512.Create(constant));
}
