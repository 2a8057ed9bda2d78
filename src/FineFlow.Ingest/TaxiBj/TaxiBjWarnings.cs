using System.Globalization;
using FineFlow.Core.Conservation;
using FineFlow.Core.Datasets;

namespace FineFlow.Ingest.TaxiBj;

/// <summary>Differences between files and the publication that do not prevent their use.</summary>
internal static class TaxiBjWarnings
{
    // Stated by the publishers only for P1.
    private static readonly int[] SizesOfP1 = [1530, 765, 765];

    /// <summary>Returns one line for each difference.</summary>
    public static IReadOnlyList<string> Of(TaxiBjTask task, IReadOnlyList<FlowSplit> published) =>
        [.. SizeWarnings(task, published), .. published.Select(SumWarning).OfType<string>()];

    private static IEnumerable<string> SizeWarnings(TaxiBjTask task, IReadOnlyList<FlowSplit> published)
    {
        var sizes = published.Select(split => split.Samples).ToArray();
        if (sizes.Sum() != task.Samples)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"{task.Name} has {sizes.Sum()} samples; {task.Samples} were published");
        }
        else if (task.Number == 1 && !sizes.SequenceEqual(SizesOfP1))
        {
            yield return $"{task.Name} has splits of {string.Join(", ", sizes)}; {string.Join(", ", SizesOfP1)} were published";
        }
    }

    private static string? SumWarning(FlowSplit split)
    {
        var residual = ConservationResidual.Of(split.Coarse, split.Fine);
        return residual.Conserves
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{split.Name}: {residual.BrokenBlocks} of {residual.Blocks} blocks of Y.npy do not sum to X.npy; the largest difference "
                + $"is {residual.Largest:g6}");
    }
}
