using FineFlow.Core.Sampling;
using FineFlow.Torch.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace FineFlow.Torch.Training;

/// <summary>
/// Random generator of dropout. Each micro-batch seeds it from seed, epoch, step and its own number, so that there is no state to save and
/// any process may compute it.
/// </summary>
/// <param name="seed">The run's seed.</param>
/// <param name="device">The network's device.</param>
internal sealed class StepRandom(long seed, Device device) : IDisposable
{
    private readonly Generator _generator = new(0, CPU);

    /// <summary>Lets dropout draw the numbers of a micro-batch until the result is disposed of.</summary>
    /// <param name="epoch">The epoch, counted from 0.</param>
    /// <param name="step">The step in the epoch, counted from 0.</param>
    /// <param name="piece">The micro-batch in the step, counted from 0.</param>
    public IDisposable DrawFor(int epoch, int step, int piece)
    {
        var seeds = new RandomStream(seed, ((long)epoch << 32) | (uint)step);
        var pieceSeed = 0L;
        for (var drawn = 0; drawn <= piece; drawn++)
        {
            pieceSeed = (long)seeds.NextUInt64();
        }

        _generator.manual_seed(pieceSeed);
        if (device.type == DeviceType.CUDA)
        {
            cuda.manual_seed(pieceSeed);
        }

        return SeededDropout.DrawFrom(_generator);
    }

    /// <inheritdoc/>
    public void Dispose() => _generator.Dispose();
}
