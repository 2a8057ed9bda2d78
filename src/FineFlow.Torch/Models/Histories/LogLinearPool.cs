using FineFlow.Core.Distributions;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.Histories;

/// <summary>The log-linear pool of shares (docs/models/dmn.md, "The pool").</summary>
internal static class LogLinearPool
{
    /// <summary>A share below that of the fit counts as it: one member that rules a cell out must not decide alone.</summary>
    internal static double LeastLogShare { get; } = Math.Log(PoolFit.SmallestShare);

    /// <summary>
    /// Returns log_softmax over each block of sum_j w_bj max(ln P_ij, ln 1e-4), [B, C, n, H, W]; of a single member its own shares.
    /// </summary>
    /// <param name="members">Logarithms of the members' shares, J of [B, C, n, H, W].</param>
    /// <param name="weights">Weights w [C, H, W, J].</param>
    public static Tensor Of(IReadOnlyList<Tensor> members, Tensor weights)
    {
        if (members.Count == 1)
        {
            return members[0];
        }

        using var scope = NewDisposeScope();
        var sum = zeros_like(members[0]);
        for (var member = 0; member < members.Count; member++)
        {
            sum.addcmul_(members[member].clamp_min(LeastLogShare), weights[.., .., .., member].unsqueeze(1), 1);
        }

        return scope.MoveToOuter(nn.functional.log_softmax(sum, 2));
    }
}
