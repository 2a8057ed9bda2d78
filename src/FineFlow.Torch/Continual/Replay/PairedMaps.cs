using static TorchSharp.torch;

namespace FineFlow.Torch.Continual.Replay;

/// <summary>
/// Coarse and fine maps of a batch, augmented together (Yoo et al., CVPR 2020, "CutBlur", as CUFAR takes them up). All but
/// <see cref="CutOut"/> keep the coarse maps the block sums of the fine ones.
/// </summary>
/// <param name="Coarse">Coarse maps [B, C, H, W].</param>
/// <param name="Fine">Fine maps [B, C, N*H, N*W].</param>
internal sealed record PairedMaps(Tensor Coarse, Tensor Fine)
{
    /// <summary>1 where a coarse cell's errors count, 0 where it was cut out, [B, 1, H, W]; null: all count.</summary>
    public Tensor? Counted { get; init; }

    private int Factor => (int)(Fine.shape[2] / Coarse.shape[2]);

    /// <summary>Mixes each sample with a partner: share x + (1 - share) partner.</summary>
    /// <param name="partners">The partner of each sample, by its number.</param>
    /// <param name="share">The share of the sample itself.</param>
    public PairedMaps MixUp(int[] partners, double share)
    {
        var other = Of(partners);
        return new(Coarse * share + other.Coarse * (1 - share), Fine * share + other.Fine * (1 - share));
    }

    /// <summary>Copies a window of each sample's partner to the same place of the sample.</summary>
    /// <param name="partners">The partner of each sample, by its number.</param>
    /// <param name="window">The window, in coarse cells.</param>
    public PairedMaps CutMix(int[] partners, MapWindow window) => Paste(Of(partners), window);

    /// <summary>Copies a window between the samples and what <see cref="MixUp"/> makes of them.</summary>
    /// <param name="partners">The partner of each sample, by its number.</param>
    /// <param name="share">The share of the sample itself in the mixture.</param>
    /// <param name="window">The window, in coarse cells.</param>
    /// <param name="intoMixed">Whether the sample's window goes into the mixture, and not the mixture's into the sample.</param>
    public PairedMaps CutMixUp(int[] partners, double share, MapWindow window, bool intoMixed)
    {
        var mixed = MixUp(partners, share);
        return intoMixed ? mixed.Paste(this, window) : Paste(mixed, window);
    }

    /// <summary>Sets coarse cells to 0; their errors no longer count.</summary>
    /// <param name="counted">1 for cells that stay, 0 for others, [B, 1, H, W].</param>
    public PairedMaps CutOut(Tensor counted) => this with { Coarse = Coarse * counted, Counted = counted };

    /// <summary>
    /// Scales all maps: a blend with a map of zeros. The published code blends with uninitialised memory.
    /// </summary>
    /// <param name="share">The share of the sample.</param>
    public PairedMaps Blend(double share) => new(Coarse * share, Fine * share);

    private PairedMaps Of(int[] partners)
    {
        using var rows = TensorData.Indices(partners, Coarse.device);
        return new(Coarse.index_select(0, rows), Fine.index_select(0, rows));
    }

    private PairedMaps Paste(PairedMaps source, MapWindow window)
    {
        return new(Pasted(Coarse, source.Coarse, window), Pasted(Fine, source.Fine, window.Enlarge(Factor)));

        static Tensor Pasted(Tensor into, Tensor from, MapWindow place)
        {
            var result = into.clone();
            using var target = Cut(result, place);
            using var values = Cut(from, place);
            target.copy_(values);
            return result;
        }

        static Tensor Cut(Tensor maps, MapWindow place)
        {
            using var rows = maps.narrow(2, place.Top, place.Height);
            return rows.narrow(3, place.Left, place.Width);
        }
    }
}
