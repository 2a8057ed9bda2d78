using FineFlow.Core.Datasets;
using FineFlow.Core.Histories;
using FineFlow.Torch.Networks;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.Histories;

/// <summary>Chooses the kernel under which the validation split is likeliest, from a small grid.</summary>
internal static class KernelChoice
{
    private const int Batch = 32;

    private static readonly double[] Hours = [0.35, 0.7, 1, 2], OtherKinds = [0.1, 0.3, 1], Strengths = [8, 32, 128];

    /// <summary>Returns the chosen kernel.</summary>
    /// <param name="network">A network with its history.</param>
    /// <param name="valid">The validation split.</param>
    public static HistoryKernel On(HistoryNetwork network, FlowSplit valid)
    {
        using var constant = no_grad();
        var clocks = Clocks(network.History!.Days);
        var likelihoods = new Dictionary<HistoryKernel, double>();
        foreach (var (_, part) in valid.Batches(Batch))
        {
            using var scope = NewDisposeScope();
            var batch = FlowBatch.From(part, network.Device);
            var truth = BlockCells.Of(batch.Truth!, network.Options.ScaleFactor);
            var shares = network.SharesFor(network.Present(batch))!;
            foreach (var clock in clocks)
            {
                using var inner = NewDisposeScope();
                foreach (var (kernel, tried) in shares.By(clock, OtherKinds, Strengths))
                {
                    var likelihood = (truth * tried.log()).sum(ScalarType.Float64).item<double>();
                    likelihoods[kernel] = likelihoods.GetValueOrDefault(kernel) + likelihood;
                }
            }
        }

        return likelihoods.MaxBy(tried => tried.Value).Key;
    }

    private static List<HistoryKernel> Clocks(int days) =>
    [
        .. from hours in Hours
           from recency in new[] { double.PositiveInfinity, days / 2.0, days / 4.0 }
           select new HistoryKernel(hours, RecencyDays: recency),
    ];
}
