using FineFlow.Torch.Export;
using FineFlow.Torch.Layers;

namespace FineFlow.Torch.Models.SuperResolution;

/// <summary>The super-resolution networks as ONNX graphs: their Refine, by the names of their weights.</summary>
internal static class SuperResolutionOnnx
{
    /// <summary><see cref="SrcnnNetwork.Refine"/>.</summary>
    public static OnnxValue Srcnn(SrcnnOptions options, OnnxInputs inputs) =>
        Srcnn(inputs.Coarse, options.ScaleFactor, "");

    /// <summary><see cref="DeepsdNetwork.Refine"/>.</summary>
    public static OnnxValue Deepsd(DeepsdOptions options, OnnxInputs inputs) =>
        Enumerable.Range(0, UpscalingStages.Doublings(options.ScaleFactor))
            .Aggregate(inputs.Coarse, (map, stage) => Srcnn(map, options.Stage.ScaleFactor, Invariant($"stages.{stage}.")));

    /// <summary><see cref="EspcnNetwork.Refine"/>.</summary>
    public static OnnxValue Espcn(EspcnOptions options, OnnxInputs inputs) =>
        inputs.Coarse.Conv("conv1").Tanh().Conv("conv2").Tanh().Conv("conv3").PixelShuffle(options.ScaleFactor);

    /// <summary><see cref="VdsrNetwork.Refine"/>.</summary>
    public static OnnxValue Vdsr(VdsrOptions options, OnnxInputs inputs)
    {
        var enlarged = inputs.Coarse.Bicubic(options.ScaleFactor);
        var last = options.NLayers - 1;
        var features = Enumerable.Range(0, last)
            .Aggregate(enlarged, (x, layer) => x.Conv(Invariant($"convs.{layer}")).Relu());
        return enlarged + features.Conv(Invariant($"convs.{last}"));
    }

    /// <summary><see cref="SrresnetNetwork.Refine"/>.</summary>
    public static OnnxValue Srresnet(SrresnetOptions options, OnnxInputs inputs)
    {
        var head = inputs.Coarse.Conv("head_conv").PRelu("head_act");
        var features = Enumerable.Range(0, options.NResidualBlocks)
            .Aggregate(head, (x, block) => Residual(x, Invariant($"res_blocks.{block}"), options.BnEps));
        features = head + features.Conv("mid_conv").BatchNorm("mid_bn", options.BnEps);
        features = Enumerable.Range(0, UpscalingStages.Doublings(options.ScaleFactor))
            .Aggregate(features, (x, block) => Doubling(x, Invariant($"upsample_blocks.{block}")));
        return features.Conv("tail_conv");
    }

    private static OnnxValue Srcnn(OnnxValue coarse, int factor, string prefix) =>
        coarse.Bicubic(factor).Conv($"{prefix}conv1").Relu().Conv($"{prefix}conv2").Relu().Conv($"{prefix}conv3");

    private static OnnxValue Residual(OnnxValue x, string name, double epsilon) =>
        x + x.Conv($"{name}.conv1").BatchNorm($"{name}.bn1", epsilon).PRelu($"{name}.act")
            .Conv($"{name}.conv2").BatchNorm($"{name}.bn2", epsilon);

    private static OnnxValue Doubling(OnnxValue x, string name) => x.Conv($"{name}.conv").PixelShuffle(2).PRelu($"{name}.act");
}
