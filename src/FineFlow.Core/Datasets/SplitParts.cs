namespace FineFlow.Core.Datasets;

/// <summary>The readable parts of one split; null where a file is absent or broken.</summary>
/// <param name="Files">Files of the parts.</param>
/// <param name="Coarse">Coarse flow, [n, C, H, W].</param>
/// <param name="Fine">Fine flow, [n, C, N*H, N*W].</param>
/// <param name="External">External factors, [n, k].</param>
/// <param name="Time">Slot starts in seconds since 1970 on the local clock.</param>
internal sealed record SplitParts(SplitFiles Files, FlowMaps? Coarse, FlowMaps? Fine, ExternalFactors? External, long[]? Time)
{
    public string Name => Files.Split;

    public static SplitParts Of(FlowSplit split, string folder) =>
        new(new SplitFiles(folder, split.Name), split.Coarse, split.Fine, split.External, split.Time);
}
