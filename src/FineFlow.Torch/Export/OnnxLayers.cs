namespace FineFlow.Torch.Export;

/// <summary>Layers with weights. Each takes the name of the layer in the network's state dict; "" is the network itself.</summary>
internal static class OnnxLayers
{
    private const float Epsilon = 1e-5f;

    /// <summary>A convolution that keeps the maps' size, over one axis or two; kernel and channels are those of the weights.</summary>
    public static OnnxValue Conv(this OnnxValue x, string name, int groups = 1)
    {
        var graph = x.Graph;
        var (weight, bias) = ($"{name}.weight", $"{name}.bias");
        return x.Conv(graph.Weight(weight), graph.Has(bias) ? graph.Weight(bias) : null, graph.ShapeOf(weight)[2..], groups);
    }

    /// <summary>A convolution that keeps the maps' size.</summary>
    public static OnnxValue Conv(this OnnxValue x, OnnxValue weight, OnnxValue? bias, long[] kernel, int groups = 1)
    {
        long[] pads = [.. kernel.Concat(kernel).Select(size => size / 2)];
        return x.Graph.Add("Conv", [x, weight, bias], ("kernel_shape", kernel), ("pads", pads), ("group", groups));
    }

    /// <summary>A linear layer over the last axis.</summary>
    public static OnnxValue Linear(this OnnxValue x, string name)
    {
        var (graph, bias) = (x.Graph, $"{name}.bias");
        var product = x.MatMul(graph.Weight($"{name}.weight").Permute(1, 0));
        return graph.Has(bias) ? product + graph.Weight(bias) : product;
    }

    /// <summary>Batch normalisation by the running statistics, [B, C, H, W].</summary>
    public static OnnxValue BatchNorm(this OnnxValue x, string name, double epsilon = Epsilon)
    {
        string[] parts = ["weight", "bias", "running_mean", "running_var"];
        return x.Graph.Add(
            "BatchNormalization", [x, .. parts.Select(part => x.Graph.Weight($"{name}.{part}"))], ("epsilon", (float)epsilon));
    }

    /// <summary>
    /// Group normalisation, [B, C, H, W]. Operator set 17 has none: the groups are normalised as the channels of an instance
    /// normalisation.
    /// </summary>
    public static OnnxValue GroupNorm(this OnnxValue x, string name, long groups)
    {
        var graph = x.Graph;
        OnnxValue Each(float value) =>
            graph.Constant(Invariant($"each.{value}.{groups}"), () => OnnxTensor.From([.. Enumerable.Repeat(value, (int)groups)], groups));
        var normed = graph.Add("InstanceNormalization", [x.Reshape(0, groups, -1), Each(1), Each(0)], ("epsilon", Epsilon));
        return normed.Reshape(x.Sizes()) * graph.Channels($"{name}.weight") + graph.Channels($"{name}.bias");
    }

    /// <summary>PReLU with one slope for all channels.</summary>
    public static OnnxValue PRelu(this OnnxValue x, string name) => x.Graph.Add("PRelu", [x, x.Graph.Weight($"{name}.weight")]);

    /// <summary>Channels of cells as sub-cells, [B, r r C, H, W] to [B, C, r H, r W].</summary>
    public static OnnxValue PixelShuffle(this OnnxValue x, long factor) =>
        factor == 1 ? x : x.Graph.Add("DepthToSpace", [x], ("blocksize", factor), ("mode", "CRD"));

    /// <summary>A weight [C] as [C, 1, 1], to be multiplied with maps.</summary>
    public static OnnxValue Channels(this OnnxGraph graph, string weight) => graph.Weight(weight).Unsqueeze(1, 2);
}
