using System.Runtime.Intrinsics.X86;

namespace FineFlow.Torch.Ops;

/// <summary>Switches between this folder's kernels and libtorch's operators, which round in another order.</summary>
internal static class NativeKernels
{
    [ThreadStatic]
    private static bool _isOff;

    /// <summary>
    /// Whether the processor has the instructions (AVX2 with FMA, or AVX-512) and this thread has not disabled the kernels.
    /// </summary>
    public static bool IsOn => Fma.IsSupported && !_isOff;

    /// <summary>Uses libtorch alone on this thread until disposed, for comparisons with published outputs digit by digit.</summary>
    public static IDisposable Disable() => new Closed();

    private sealed class Closed : IDisposable
    {
        private readonly bool _before = _isOff;

        public Closed() => _isOff = true;

        public void Dispose() => _isOff = _before;
    }
}
