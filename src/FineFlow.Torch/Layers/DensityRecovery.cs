using static TorchSharp.torch;

namespace FineFlow.Torch.Layers;

/// <summary>Recovers flows that add up from densities: N2-normalization over each N x N block, times the coarse flow.</summary>
internal static class DensityRecovery
{
    /// <summary>
    /// Blocks whose densities sum to less than this are dead and are split evenly. PLGF's text sets the limit at 0. Between 0 and this
    /// floor its division would not add up, and the gradient of 1/T would overflow.
    /// </summary>
    private const float Floor = 1e-12f;

    /// <summary>
    /// Factor on densities before summing, so that the sum of at most 64 x 64 cells cannot overflow. A power of two causes no rounding.
    /// </summary>
    private const float Headroom = 1f / 4096;

    /// <summary>
    /// Applies FineFlow's recovery (PLGF eq. 11 without an epsilon): block sums equal the coarse flow up to float rounding, dead blocks
    /// included.
    /// </summary>
    /// <param name="density">Non-negative densities [B, C, N*H, N*W].</param>
    /// <param name="coarse">Coarse flow [B, C, H, W].</param>
    /// <param name="factor">The upscaling factor N.</param>
    /// <returns>Fine flow [B, C, N*H, N*W] in the unit of <paramref name="coarse"/>.</returns>
    public static Tensor Exact(Tensor density, Tensor coarse, int factor)
    {
        using var scope = NewDisposeScope();
        var (batch, channels, height, width) = (coarse.shape[0], coarse.shape[1], coarse.shape[2], coarse.shape[3]);
        var blocks = density.reshape(batch, channels, height, factor, width, factor) * Headroom;
        var totals = blocks.sum([3, 5], keepdim: true);

        // The comparison is this way round so that a NaN total is not taken for dead: it stays NaN and is noticed.
        var share = (blocks / totals.clamp_min(Floor * Headroom)).masked_fill(totals <= Floor * Headroom, 1f / (factor * factor));
        var fine = share * coarse.reshape(batch, channels, height, 1, width, 1);
        return scope.MoveToOuter(fine.reshape(density.shape));
    }

    /// <summary>
    /// Applies the published recovery (UrbanFM and its successors): densities over their block's sum plus an epsilon. A block's flow is too
    /// small by about epsilon over its sum, and a dead block loses its flow.
    /// </summary>
    /// <param name="density">Non-negative densities [B, C, N*H, N*W].</param>
    /// <param name="coarse">Coarse flow [B, C, H, W] in the unit of the output.</param>
    /// <param name="factor">The upscaling factor N.</param>
    /// <param name="epsilon">The network's epsilon.</param>
    public static Tensor WithEpsilon(Tensor density, Tensor coarse, int factor, double epsilon)
    {
        using var scope = NewDisposeScope();
        var (batch, channels, height, width) = (coarse.shape[0], coarse.shape[1], coarse.shape[2], coarse.shape[3]);
        var share = Shares(density, factor, epsilon).reshape(batch, channels, height, factor, width, factor);
        var fine = share * coarse.reshape(batch, channels, height, 1, width, 1);
        return scope.MoveToOuter(fine.reshape(density.shape));
    }

    /// <summary>Applies the published N2-normalization alone: densities over their block's sum plus an epsilon.</summary>
    /// <param name="density">Densities [B, C, N*H, N*W].</param>
    /// <param name="factor">The upscaling factor N.</param>
    /// <param name="epsilon">The network's epsilon.</param>
    public static Tensor Shares(Tensor density, int factor, double epsilon)
    {
        using var scope = NewDisposeScope();
        var (batch, channels, height, width) = (density.shape[0], density.shape[1], density.shape[2], density.shape[3]);
        var blocks = density.reshape(batch, channels, height / factor, factor, width / factor, factor);
        return scope.MoveToOuter((blocks / (blocks.sum([3, 5], keepdim: true) + epsilon)).reshape(density.shape));
    }
}
