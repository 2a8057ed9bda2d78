namespace FineFlow.Torch.Export;

/// <summary>Operations on maps [B, C, H, W] without weights.</summary>
internal static class OnnxMaps
{
    /// <summary>As in <see cref="Layers.DensityRecovery"/>.</summary>
    private const float Floor = 1e-12f, Headroom = 1f / 4096;

    private static readonly (string, string) Centres = ("coordinate_transformation_mode", "half_pixel");

    /// <summary>
    /// FineFlow's recovery: densities [B, C, N*H, N*W], negative ones as 0, as shares of their block, times the coarse counts
    /// [B, C, H, W]; dead blocks are split evenly.
    /// </summary>
    public static OnnxValue Recover(this OnnxValue density, OnnxValue coarse, int factor)
    {
        var graph = density.Graph;
        var blocks = density.Relu().Blocks(coarse, factor) * Headroom;
        var totals = blocks.Sum(3, 5);
        var isDead = graph.Add("LessOrEqual", [totals, graph.Constant(Floor * Headroom)]);
        var shares = isDead.Where(graph.Constant(1f / (factor * factor)), blocks / totals.AtLeast(Floor * Headroom));
        return (shares * coarse.Unsqueeze(3, 5)).Reshape(density.Sizes());
    }

    /// <summary>The published normalisation: densities over their block's sum plus an epsilon.</summary>
    /// <param name="density">Densities [B, C, N*H, N*W].</param>
    /// <param name="coarse">Any maps [B, C, H, W].</param>
    /// <param name="factor">The upscaling factor N.</param>
    /// <param name="epsilon">The epsilon.</param>
    public static OnnxValue Shares(this OnnxValue density, OnnxValue coarse, int factor, double epsilon)
    {
        var blocks = density.Blocks(coarse, factor);
        return (blocks / (blocks.Sum(3, 5) + epsilon)).Reshape(density.Sizes());
    }

    /// <summary>Every cell becomes a block of cells of its value.</summary>
    public static OnnxValue Enlarge(this OnnxValue maps, int factor) => factor == 1 ? maps : maps.Resize(
        maps.Graph.Scales(factor), null, ("mode", "nearest"), ("coordinate_transformation_mode", "asymmetric"), ("nearest_mode", "floor"));

    /// <summary>Bicubic upscaling with a = -0.75 and repeated edges.</summary>
    public static OnnxValue Bicubic(this OnnxValue maps, int factor) =>
        maps.Resize(maps.Graph.Scales(factor), null, ("mode", "cubic"), ("cubic_coeff_a", -0.75f), Centres);

    /// <summary>Bilinear upscaling by a factor, with repeated edges.</summary>
    public static OnnxValue Bilinear(this OnnxValue maps, int factor) =>
        maps.Resize(maps.Graph.Scales(factor), null, ("mode", "linear"), Centres);

    /// <summary>Bilinear resizing to the rows and columns of other maps.</summary>
    public static OnnxValue BilinearTo(this OnnxValue maps, OnnxValue other) =>
        maps.Resize(null, OnnxMath.Concat(0, maps.Sizes(0, 2), other.Sizes(2)), ("mode", "linear"), Centres);

    /// <summary>
    /// Takes the nearest of <paramref name="from"/> cells along an axis, as libtorch does: by numbers that are computed here, since
    /// runtimes round them in ways of their own.
    /// </summary>
    public static OnnxValue Nearest(this OnnxValue maps, long axis, int from, int to)
    {
        var scale = (float)from / to;
        var cells = Enumerable.Range(0, to).Select(cell => (long)Math.Min(MathF.Floor(cell * scale), from - 1));
        return maps.Graph.Add("Gather", [maps, maps.Graph.Integers([.. cells])], ("axis", axis));
    }

    /// <summary>
    /// The means over 2^level x 2^level cells, or over windows that overlap where the size is not divisible (libtorch's adaptive mean), at
    /// least 1 x 1: products with a matrix of averages for rows and one for columns, since a map's size is known only when it comes.
    /// </summary>
    public static OnnxValue Halved(this OnnxValue maps, int level) => maps.Graph.Windows(maps.Sizes(2, 3), level)
        .MatMul(maps)
        .MatMul(maps.Graph.Windows(maps.Sizes(3), level).Permute(1, 0));

    /// <summary>All patches of 3 x 3 cells, [B, C * 9, H, W]; beyond the edge there is 0.</summary>
    public static OnnxValue Patches(this OnnxValue maps, int channels) =>
        maps.Conv(maps.Graph.Taps("unfold", channels, (tap, cell) => tap == cell, [9L * channels, 1]), null, [3, 3], channels);

    /// <summary>Lays patches of 3 x 3 cells around their cells and adds what overlaps, [B, C * 9, H, W] to [B, C, H, W].</summary>
    public static OnnxValue Overlap(this OnnxValue patches, int channels) =>
        patches.Conv(patches.Graph.Taps("fold", channels, (tap, cell) => tap == 8 - cell, [channels, 9]), null, [3, 3], channels);

    /// <summary>
    /// Sums nine products a cell, each of which is one cell away: what is left of a convolution, [B, C * 9, H, W] to [B, C, H, W].
    /// </summary>
    public static OnnxValue TapSums(this OnnxValue products, int channels) =>
        products.Conv(products.Graph.Taps("taps", channels, (tap, cell) => tap == cell, [channels, 9]), null, [3, 3], channels);

    private static OnnxValue Blocks(this OnnxValue density, OnnxValue coarse, int factor)
    {
        var side = density.Graph.Integers(factor);
        return density.Reshape(OnnxMath.Concat(0, density.Sizes(0, 2), coarse.Sizes(2, 3), side, coarse.Sizes(3), side));
    }

    private static OnnxValue Resize(this OnnxValue maps, OnnxValue? scales, OnnxValue? sizes, params OnnxAttribute[] attributes) =>
        maps.Graph.Add("Resize", sizes is null ? [maps, null, scales] : [maps, null, null, sizes], attributes);

    private static OnnxValue Scales(this OnnxGraph graph, int factor) =>
        graph.Constant(Invariant($"scales.{factor}"), () => OnnxTensor.From([1f, 1f, factor, factor], 4));

    /// <summary>Filters that pick one cell of a 3 x 3 patch a tap, or put it back.</summary>
    private static OnnxValue Taps(this OnnxGraph graph, string name, int channels, Func<int, int, bool> isSet, long[] shape) =>
        graph.Constant(Invariant($"{name}.{channels}"), () => OnnxTensor.From(
            [
                .. from _ in Enumerable.Range(0, channels)
                   from tap in Enumerable.Range(0, 9)
                   from cell in Enumerable.Range(0, 9)
                   select isSet(tap, cell) ? 1f : 0f,
            ],
            [.. shape, 3, 3]));

    /// <summary>
    /// A matrix of averages [windows, size]: window i of n holds the cells from floor(i size / n) to, without it, ceil((i + 1) size / n).
    /// </summary>
    private static OnnxValue Windows(this OnnxGraph graph, OnnxValue size, int level)
    {
        var cells = size.Squeeze(0);
        var count = (cells / graph.Integer(1L << level)).AtLeast(graph.Integer(1));
        var window = graph.Add("Range", [graph.Integer(0), count, graph.Integer(1)]).Unsqueeze(1);
        var cell = graph.Add("Range", [graph.Integer(0), cells, graph.Integer(1)]).Unsqueeze(0);
        var start = window * cells / count;
        var end = ((window + graph.Integer(1)) * cells + count - graph.Integer(1)) / count;
        var isIn = cell.IsBelow(start).Not().And(cell.IsBelow(end)).To(OnnxType.Float);
        return isIn / isIn.Sum(1);
    }
}
