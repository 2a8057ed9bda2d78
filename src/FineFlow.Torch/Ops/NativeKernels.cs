using System.Runtime.Intrinsics.X86;

namespace FineFlow.Torch.Ops;

/// <summary>Whether layers use this folder's kernels or libtorch's operators, which do the same in other steps and orders.</summary>
internal static class NativeKernels
{
    [ThreadStatic]
    private static bool _isOff;

    /// <summary>Whether this processor has the instructions (AVX2 with FMA, or AVX-512) and the present thread has not turned the kernels off.</summary>
    public static bool IsOn => Fma.IsSupported && !_isOff;

    /// <summary>Leaves everything to libtorch on this thread, until disposed: where a network is checked against published outputs digit by digit.</summary>
    public static IDisposable Disable() => new Closed();

    private sealed class Closed : IDisposable
    {
        private readonly bool _before = _isOff;

        public Closed() => _isOff = true;

        public void Dispose() => _isOff = _before;
    }
}
