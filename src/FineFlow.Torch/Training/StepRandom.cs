using FineFlow.Core.Sampling;
using FineFlow.Torch.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace FineFlow.Torch.Training;

/// <summary>Random generator of dropout. Each step seeds it from seed, epoch and step, so that there is no state to save.</summary>
/// <param name="seed">The run's seed.</param>
/// <param name="device">The network's device.</param>
internal sealed class StepRandom(long seed, Device device) : IDisposable
{
    private readonly Generator _generator = new(0, CPU);

    /// <summary>Lets dropout draw the numbers of a step until the result is disposed of.</summary>
    /// <param name="epoch">The epoch, counted from 0.</param>
    /// <param name="step">The step in the epoch, counted from 0.</param>
    public IDisposable DrawFor(int epoch, int step)
    {
        var stream = ((long)epoch << 32) | (uint)step;
        var stepSeed = (long)new RandomStream(seed, stream).NextUInt64();
        _generator.manual_seed(stepSeed);
        if (device.type == DeviceType.CUDA)
        {
            cuda.manual_seed(stepSeed);
        }

        return SeededDropout.DrawFrom(_generator);
    }

    /// <inheritdoc/>
    public void Dispose() => _generator.Dispose();
}
