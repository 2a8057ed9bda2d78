using FineFlow.Core.Datasets;
using FineFlow.Core.Distributions;
using FineFlow.Core.Histories;
using FineFlow.Torch.Networks;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.Histories;

/// <summary>
/// Fits the pool of a network with a history on its validation split, and the concentration on the same split as it looks to a history of
/// the age of use (docs/models/dmn.md, "Calibration").
/// </summary>
/// <param name="network">The network, in evaluation mode.</param>
/// <param name="valid">The validation split.</param>
internal sealed class PoolCalibration(HistoryNetwork network, FlowSplit valid)
{
    private const int Batch = 16;

    /// <summary>Fits the weights of the members [C, H, W, J].</summary>
    public void FitPool(Tensor pool)
    {
        // What the fit starts from comes last: the network's shares, or those of the histories with equal weights.
        var (endsWithNetwork, factor) = (pool.shape[^1] > HistoryPool.Count, network.Options.ScaleFactor);
        var values = Infer(present =>
        {
            var members = network.Members(present, network.SharesFor(present)).LogShares;
            return endsWithNetwork ? members : [.. members, LogLinearPool.Of(members, pool)];
        });

        var overall = ConcentrationFit.Fit(values[^1], valid.Fine, factor).Common;
        Copy(PoolFit.Fit(values[..(int)pool.shape[^1]], valid.Fine, factor, overall, endsWithNetwork), pool);
    }

    /// <summary>
    /// Fits the concentrations [C, H, W], and how much neighbouring blocks have in common [1], to what is inferred from an older history.
    /// </summary>
    /// <param name="concentration">The buffer to fill.</param>
    /// <param name="following">The other buffer to fill.</param>
    /// <param name="older">The history of the age of use; the network keeps it.</param>
    public void Fit(Tensor concentration, Tensor following, FineHistory older)
    {
        network.Use(older);
        var pooled = Infer(present => [network.Pooled(present).LogShares])[0];
        var fitted = ConcentrationFit.Fit(pooled, valid.Fine, network.Options.ScaleFactor).Concentration;
        Copy(fitted, concentration);
        Copy([(float)FollowingFit.Fit(pooled, fitted, valid with { Coarse = valid.KnownCoarse })], following);
    }

    /// <summary>
    /// Sets pool and concentrations of blocks whose fine counts are hidden. There all histories say the same, so that the pool is what its
    /// fit starts from; and the concentration is the one that suits the other blocks as if they had no history either.
    /// </summary>
    /// <param name="blocks">The blocks.</param>
    /// <param name="pool">Weights of the members [C, H, W, J].</param>
    /// <param name="concentration">Concentrations [C, H, W].</param>
    public void FitLeftOut(LeftOutBlocks blocks, Tensor pool, Tensor concentration)
    {
        var shares = Infer(present => [network.WithoutHistory(present, network.SharesFor(present)!)])[0];
        var fit = ConcentrationFit.Fit(shares, valid.Fine, network.Options.ScaleFactor);
        var isLeftOut = blocks.ToTensor(pool.device)[0] > 0;
        concentration.masked_fill_(isLeftOut, (float)Math.Clamp(
            fit.Common * fit.Temperature, Math.Exp(ConcentrationFit.SmallestLog), Math.Exp(ConcentrationFit.LargestLog)));

        var members = pool.shape[^1];
        var start = members > HistoryPool.Count ? zeros(members, device: pool.device) : full(members, 1f / members, device: pool.device);
        if (members > HistoryPool.Count)
        {
            start[^1] = 1;
        }

        pool.copy_(where(isLeftOut.unsqueeze(-1), start, pool));
    }

    /// <summary>Infers log-shares over the split: each of the [B, C, n, H, W] as [V, C, N*H, N*W].</summary>
    private float[][] Infer(Func<PresentSlots, IReadOnlyList<Tensor>> infer)
    {
        float[][]? values = null;
        foreach (var (start, part) in valid.Batches(Batch))
        {
            using var scope = NewDisposeScope();
            var logShares = infer(network.Present(FlowBatch.From(part.Inputs, network.Device)));
            values ??= [.. logShares.Select(_ => new float[valid.Fine.Values.Length])];
            foreach (var (cells, target) in logShares.Zip(values))
            {
                var maps = BlockCells.ToMaps(cells, network.Options.ScaleFactor);
                maps.cpu().contiguous().AsSpan().CopyTo(target.AsSpan(start * valid.Fine.SampleLength));
            }
        }

        return values!;
    }

    private static void Copy(float[] values, Tensor buffer)
    {
        using var fitted = TensorData.From(values, buffer.shape);
        buffer.copy_(fitted);
    }
}
