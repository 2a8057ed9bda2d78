using TorchSharp;
using static TorchSharp.torch;

namespace FineFlow.Torch.Layers;

/// <summary>
/// Dropout of single values, of any shape to the same shape. On the CPU it draws from the generator set for the calling thread
/// (<see cref="DrawFrom"/>), so that other work in the process does not change the result. Elsewhere it draws from libtorch's own.
/// </summary>
internal sealed class SeededDropout : nn.Module<Tensor, Tensor>
{
    [ThreadStatic]
    private static Generator? _generator;

    private readonly double _share;

    /// <param name="share">Share of the values that are set to 0 in training.</param>
    public SeededDropout(double share)
        : base(nameof(SeededDropout)) => _share = share;

    /// <summary>Makes every dropout of this thread draw from a generator on the CPU, until the result is disposed of.</summary>
    public static IDisposable DrawFrom(Generator generator) => new Source(generator);

    /// <summary>Numbers from 0 to 1 on the CPU, from the same generator.</summary>
    public static Tensor Uniform(long[] shape) => empty(shape, device: CPU).uniform_(0, 1, _generator);

    public override Tensor forward(Tensor input)
    {
        if (!training || _share == 0 || _generator is null || input.device.type != DeviceType.CPU)
        {
            return nn.functional.dropout(input, _share, training);
        }

        // As libtorch's dropout, with another generator.
        using var scope = NewDisposeScope();
        var kept = empty_like(input).bernoulli_(1 - _share, _generator).div_(1 - _share);
        return scope.MoveToOuter(input * kept);
    }

    private sealed class Source : IDisposable
    {
        private readonly Generator? _before = _generator;

        public Source(Generator generator) => _generator = generator;

        public void Dispose() => _generator = _before;
    }
}
