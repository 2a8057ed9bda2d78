namespace FineFlow.Core.Datasets;

/// <summary>The readable parts of one split; null where a file is absent or broken.</summary>
/// <param name="Files">Files of the parts.</param>
/// <param name="Coarse">Coarse flow, [n, C, H, W]; 0 where a count is missing.</param>
/// <param name="Fine">Fine flow, [n, C, N*H, N*W].</param>
/// <param name="External">External factors, [n, k].</param>
/// <param name="Time">Slot starts in seconds since 1970 on the local clock.</param>
/// <param name="Mask">1 where a coarse count is there and 0 where it is missing, [n, C, H, W]; null where none is missing.</param>
internal sealed record SplitParts(
    SplitFiles Files, FlowMaps? Coarse, FlowMaps? Fine, ExternalFactors? External, long[]? Time, FlowMaps? Mask)
{
    public string Name => Files.Split;

    /// <summary>The coarse and the fine maps, where both are there and the fine ones refine the coarse; null elsewhere.</summary>
    public (FlowMaps Coarse, FlowMaps Fine)? Pair =>
        Coarse is { } coarse && Fine is { } fine && coarse.Samples == fine.Samples && SplitShapes.SizeProblem(coarse, fine) is null
            ? (coarse, fine)
            : null;

    public static SplitParts Of(FlowSplit split, string folder) =>
        new(new SplitFiles(folder, split.Name), split.Coarse, split.Fine, split.External, split.Time, split.Mask);
}
