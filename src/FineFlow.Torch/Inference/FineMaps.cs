using FineFlow.Core;

namespace FineFlow.Torch.Inference;

/// <summary>Allocates the fine maps that a prediction fills.</summary>
internal static class FineMaps
{
    /// <summary>Allocates fine maps [n, C, N*H, N*W] of zeros, for the upscaling factor N.</summary>
    /// <exception cref="BadInputException">They do not fit into one array or into memory.</exception>
    public static FlowMaps Create(int factor, FlowMaps coarse, string source)
    {
        var values = ValuesOf(coarse.Samples, coarse, coarse.Rows, factor);
        if (values > Array.MaxLength)
        {
            throw new BadInputException(
                source,
                $"makes {values} fine values ({InferenceMemory.Text(values * sizeof(float))}), "
                    + $"but at most {Array.MaxLength} are held at once; predict fewer slots at a time, "
                    + $"or write them as .npy, which holds one batch at a time, and infer a large map tile by tile")
            {
                Setting = nameof(Tiling),
            };
        }

        InferenceMemory.Require(values * sizeof(float), "for its fine maps", source);
        return new(coarse.Shape.Refined(factor));
    }

    /// <summary>Checks that the fine rows of one slot fit into one array, before they are inferred.</summary>
    /// <param name="coarse">The coarse maps.</param>
    /// <param name="rows">Coarse rows that are inferred at once.</param>
    /// <param name="factor">Upscaling factor N.</param>
    /// <param name="source">Where the maps come from, for the message.</param>
    /// <param name="advice">What to do, for the message.</param>
    /// <exception cref="BadInputException">They do not fit.</exception>
    public static void CheckAtOnce(FlowMaps coarse, int rows, int factor, string source, string advice)
    {
        var values = ValuesOf(1, coarse, rows, factor);
        if (values > Array.MaxLength)
        {
            throw new BadInputException(
                source,
                $"makes {values} fine values ({InferenceMemory.Text(values * sizeof(float))}) of one slot at once, "
                    + $"but at most {Array.MaxLength} are held; {advice}")
            {
                Setting = nameof(Tiling),
            };
        }
    }

    private static long ValuesOf(int samples, FlowMaps coarse, int rows, int factor) =>
        checked((long)samples * coarse.Channels * rows * factor * coarse.Columns * factor);
}
