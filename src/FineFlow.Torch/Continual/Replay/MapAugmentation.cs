using FineFlow.Core.Distributions;
using FineFlow.Core.Sampling;
using static TorchSharp.torch;

namespace FineFlow.Torch.Continual.Replay;

/// <summary>Chooses one of CUFAR's five augmentations and its numbers at random, each as likely as the others.</summary>
internal static class MapAugmentation
{
    private const int Kinds = 5;
    private const double BetaParameter = 1.2;
    private const double WindowShare = 0.7, WindowDeviation = 0.01;
    private const double CutShare = 0.001;
    private const double SmallestBlend = 0.6;

    /// <summary>Returns augmented maps.</summary>
    /// <param name="maps">The maps of a batch.</param>
    /// <param name="random">Where chance comes from.</param>
    public static PairedMaps Apply(PairedMaps maps, RandomStream random)
    {
        var samples = (int)maps.Coarse.shape[0];
        return random.NextInt(Kinds) switch
        {
            0 => maps.MixUp(Partners(), MixShare()),
            1 => maps.CutMix(Partners(), DrawWindow(maps.Coarse, random)),
            2 => maps.CutMixUp(Partners(), MixShare(), DrawWindow(maps.Coarse, random), intoMixed: random.NextInt(2) == 1),
            3 => maps.CutOut(DrawCounted(maps.Coarse, random)),
            _ => maps.Blend(SmallestBlend + (1 - SmallestBlend) * random.NextDouble()),
        };

        int[] Partners() => StepDraws.Distinct(random, samples, samples);

        double MixShare() => RandomVariates.Beta(random, BetaParameter, BetaParameter);
    }

    private static MapWindow DrawWindow(Tensor coarse, RandomStream random)
    {
        var (rows, columns) = ((int)coarse.shape[2], (int)coarse.shape[3]);
        var share = Math.Clamp(WindowShare + WindowDeviation * random.NextGaussian(), 0, 1);
        var (height, width) = ((int)(rows * share), (int)(columns * share));
        return new(random.NextInt(rows - height + 1), random.NextInt(columns - width + 1), height, width);
    }

    private static Tensor DrawCounted(Tensor coarse, RandomStream random)
    {
        var (samples, rows, columns) = (coarse.shape[0], coarse.shape[2], coarse.shape[3]);
        var counted = new float[samples * rows * columns];
        for (var cell = 0; cell < counted.Length; cell++)
        {
            counted[cell] = random.NextDouble() < CutShare ? 0 : 1;
        }

        return TensorData.From(counted, samples, 1, rows, columns).to(coarse.device);
    }
}
