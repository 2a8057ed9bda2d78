namespace FineFlow.Torch.Export;

/// <summary>Blocks of layers that several models share, as the classes of the same names in <see cref="Layers"/>.</summary>
internal static class OnnxBlocks
{
    /// <summary><see cref="Layers.ResidualBlock.Body"/>: conv-BN-ReLU-conv-BN.</summary>
    public static OnnxValue ResidualBody(this OnnxValue x, string name) =>
        x.Conv($"{name}.0").BatchNorm($"{name}.1").Relu().Conv($"{name}.3").BatchNorm($"{name}.4");

    /// <summary><see cref="Layers.ResidualBlock.Stack"/>: residual blocks in sequence.</summary>
    public static OnnxValue ResidualStack(this OnnxValue x, string name, int count) => Enumerable.Range(0, count)
        .Aggregate(x, (features, block) => features + features.ResidualBody(Invariant($"{name}.{block}.conv_block")));

    /// <summary><see cref="Layers.SubPixelUpsampling"/>: doublings by conv-BN-PixelShuffle-ReLU, four layers each.</summary>
    public static OnnxValue Doublings(this OnnxValue x, string name, int stages) => Enumerable.Range(0, stages).Aggregate(
        x,
        (features, stage) => features.Conv(Invariant($"{name}.{4 * stage}")).BatchNorm(Invariant($"{name}.{4 * stage + 1}"))
            .PixelShuffle(2).Relu());
}
