using FineFlow.Core;
using FineFlow.Core.Conservation;
using FineFlow.Core.Datasets;
using FineFlow.Core.Sampling;
using FineFlow.Torch.Networks;

namespace FineFlow.Torch.Benchmarking;

/// <summary>Random flows in a network's sizes. The values do not affect the speed.</summary>
internal static class BenchmarkData
{
    private const int Below = 30;

    /// <summary>External factors of a Monday morning.</summary>
    private static readonly float[] Moment = [15, 5, 0, 0, 1, 8, 1];

    /// <summary>Creates a split of random flows: coarse maps [n, C, H, W] with their fine maps and external factors.</summary>
    /// <exception cref="BadInputException">
    /// The network does not accept them, for instance because it has no output for the hour.
    /// </exception>
    public static FlowSplit Create(FlowNetwork network, int samples)
    {
        var options = network.Options;
        var random = new RandomStream(1);
        var (rows, columns) = (options.Height * options.ScaleFactor, options.Width * options.ScaleFactor);
        var fine = new FlowMaps(new(samples, options.InChannels, rows, columns));
        for (var cell = 0; cell < fine.Values.Length; cell++)
        {
            fine.Values[cell] = random.NextInt(Below);
        }

        var external = new ExternalFactors([.. Enumerable.Repeat(Moment, samples).SelectMany(row => row)]);
        var split = new FlowSplit(SplitNames.Train, BlockSum.Coarsen(fine, options.ScaleFactor), fine, external);
        network.CheckInput(split.Inputs, "the benchmark's maps");
        return split;
    }
}
