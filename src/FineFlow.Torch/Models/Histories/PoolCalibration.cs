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
        var members = Members();
        var (hasNetwork, factor) = (members.Length > HistoryPool.Count, network.Options.ScaleFactor);
        var overall = ConcentrationFit.Fit(hasNetwork ? members[^1] : Pooled(), valid.Fine, factor).Common;
        Copy(PoolFit.Fit(members, valid.Fine, factor, overall, hasNetwork), pool);
    }

    /// <summary>Fits the concentrations [C, H, W] to what is inferred from an older history.</summary>
    /// <param name="concentration">The buffer to fill.</param>
    /// <param name="older">The history of the age of use; the network keeps it.</param>
    public void FitConcentration(Tensor concentration, FineHistory older)
    {
        network.Use(older);
        Copy(ConcentrationFit.Fit(Pooled(), valid.Fine, network.Options.ScaleFactor).Concentration, concentration);
    }

    /// <summary>The logarithms of each member's shares over the split, J of [V, C, N*H, N*W].</summary>
    private float[][] Members()
    {
        float[][]? values = null;
        foreach (var (start, tensors) in Batches(present => network.Members(present, network.SharesFor(present)).LogShares))
        {
            values ??= [.. tensors.Select(_ => new float[valid.Fine.Values.Length])];
            foreach (var (tensor, target) in tensors.Zip(values))
            {
                Put(BlockCells.ToMaps(tensor, network.Options.ScaleFactor), target, start);
            }
        }

        return values!;
    }

    /// <summary>The logarithms of the pool's shares over the split, [V, C, N*H, N*W].</summary>
    private float[] Pooled()
    {
        var values = new float[valid.Fine.Values.Length];
        foreach (var (start, tensors) in Batches(present => [network.PooledDistribution(present).LogShares]))
        {
            Put(tensors[0], values, start);
        }

        return values;
    }

    private IEnumerable<(int Start, IReadOnlyList<Tensor> Tensors)> Batches(Func<PresentSlots, IReadOnlyList<Tensor>> infer)
    {
        foreach (var (start, part) in valid.Batches(Batch))
        {
            using var scope = NewDisposeScope();
            yield return (start, infer(network.Present(FlowBatch.From(part.Inputs, network.Device))));
        }
    }

    private void Put(Tensor maps, float[] target, int start) =>
        maps.cpu().contiguous().AsSpan().CopyTo(target.AsSpan(start * valid.Fine.SampleLength));

    private static void Copy(float[] values, Tensor buffer)
    {
        using var fitted = TensorData.From(values, buffer.shape);
        buffer.copy_(fitted);
    }
}
