using FineFlow.Core.Datasets;
using FineFlow.Core.Histories;
using FineFlow.Torch.Networks;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.Histories;

/// <summary>Chooses the kernel under which the validation split is likeliest, from a small grid.</summary>
internal static class KernelChoice
{
    private const int Batch = 32;

    /// <summary>Returns the chosen kernel.</summary>
    /// <param name="network">A network with its history.</param>
    /// <param name="valid">The validation split.</param>
    public static HistoryKernel On(HistoryNetwork network, FlowSplit valid)
    {
        using var constant = no_grad();
        var candidates = Candidates(network.History!.Days);
        var likelihoods = new double[candidates.Count];
        foreach (var (_, part) in valid.Batches(Batch))
        {
            using var scope = NewDisposeScope();
            var batch = FlowBatch.From(part, network.Device);
            var truth = BlockCells.Of(batch.Truth!, network.Options.ScaleFactor);
            var shares = network.SharesFor(network.Present(batch))!;
            for (var index = 0; index < candidates.Count; index++)
            {
                using var inner = NewDisposeScope();
                likelihoods[index] += (truth * shares.By(candidates[index]).log()).sum(ScalarType.Float64).item<double>();
            }
        }

        return candidates[Array.IndexOf(likelihoods, likelihoods.Max())];
    }

    private static List<HistoryKernel> Candidates(int days) =>
    [
        .. from hours in new[] { 0.35, 0.7, 1, 2 }
           from otherKind in new[] { 0.1, 0.3, 1 }
           from recency in new[] { double.PositiveInfinity, days / 2.0, days / 4.0 }
           from strength in new[] { 8.0, 32, 128 }
           select new HistoryKernel(hours, otherKind, strength, recency),
    ];
}
