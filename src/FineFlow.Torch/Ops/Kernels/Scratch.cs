using System.Buffers;
using System.Runtime.InteropServices;

namespace FineFlow.Torch.Ops.Kernels;

/// <summary>Temporary memory of a kernel, aligned to a cache line. It is not cleared, and is reused.</summary>
internal readonly unsafe struct Scratch : IDisposable
{
    private const int Line = 64;
    private readonly float[] _array;
    private readonly GCHandle _pin;

    public Scratch(int floats)
    {
        _array = ArrayPool<float>.Shared.Rent(floats + Line / sizeof(float));
        _pin = GCHandle.Alloc(_array, GCHandleType.Pinned);
        Start = (float*)((_pin.AddrOfPinnedObject() + Line - 1) & -Line);
    }

    public float* Start { get; }

    public void Dispose()
    {
        _pin.Free();
        ArrayPool<float>.Shared.Return(_array);
    }
}
