using TorchSharp;
using static TorchSharp.torch;

namespace FineFlow.Torch.Ops;

/// <summary>
/// Chooses between the operators in which a processor is fastest and those that a GPU needs the fewest of: it waits for each of them to be
/// started. Both give the same results but for rounding.
/// </summary>
internal static class GpuForms
{
    [ThreadStatic]
    private static bool _isForced;

    /// <summary>Whether an operation takes its form for a GPU on these maps.</summary>
    public static bool Suit(Tensor maps) => _isForced || maps.device_type == DeviceType.CUDA;

    /// <summary>Takes the forms for a GPU on the processor too, on this thread until disposed: to count and to compare them.</summary>
    public static IDisposable Force() => new Forced();

    private sealed class Forced : IDisposable
    {
        private readonly bool _before = _isForced;
        private readonly IDisposable _noKernels = NativeKernels.Disable();

        public Forced() => _isForced = true;

        public void Dispose()
        {
            _isForced = _before;
            _noKernels.Dispose();
        }
    }
}
