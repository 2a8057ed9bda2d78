using FineFlow.Core;
using FineFlow.Torch.Networks;

namespace FineFlow.Torch.Inference;

/// <summary>Room for the answer to coarse maps.</summary>
internal static class FineMaps
{
    /// <summary>Empty fine maps [n, C, N*H, N*W].</summary>
    /// <exception cref="BadInputException">They are more than an array or the memory holds.</exception>
    public static FlowMaps Create(FlowNetwork network, FlowMaps coarse, string source)
    {
        var factor = network.Options.ScaleFactor;
        var values = ValuesOf(coarse.Samples, coarse, coarse.Rows, factor);
        if (values > Array.MaxLength)
        {
            throw new BadInputException(
                source, $"makes {values} fine values ({InferenceMemory.Text(values * sizeof(float))}), but at most {Array.MaxLength} are held at once; predict fewer slots at a time, "
                + "or write them as .npy, which needs no more than a batch at once (predict --output FILE.npy, with --tile ROWSxCOLUMNS for a large map)");
        }

        InferenceMemory.Require(values * sizeof(float), "for its fine maps", source);
        return new(coarse.Shape.Refined(factor));
    }

    /// <summary>Refuses fine rows that are more than one array holds, before the work.</summary>
    /// <param name="coarse">The coarse maps.</param>
    /// <param name="rows">Coarse rows that are refined at once.</param>
    /// <param name="factor">Upscaling factor N.</param>
    /// <param name="source">Where the maps come from, for the message.</param>
    /// <param name="advice">What to do.</param>
    /// <exception cref="BadInputException">They are.</exception>
    public static void CheckAtOnce(FlowMaps coarse, int rows, int factor, string source, string advice)
    {
        var values = ValuesOf(1, coarse, rows, factor);
        if (values > Array.MaxLength)
        {
            throw new BadInputException(
                source, $"makes {values} fine values ({InferenceMemory.Text(values * sizeof(float))}) of one slot at once, but at most {Array.MaxLength} are held; {advice}");
        }
    }

    private static long ValuesOf(int samples, FlowMaps coarse, int rows, int factor) =>
        checked((long)samples * coarse.Channels * rows * factor * coarse.Columns * factor);
}
