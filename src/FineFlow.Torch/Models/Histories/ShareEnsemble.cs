using FineFlow.Torch.Networks;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.Histories;

/// <summary>Several distributions as one.</summary>
internal static class ShareEnsemble
{
    /// <summary>Returns the mean of the shares, the geometric mean of the concentrations, and the mean of the expected counts.</summary>
    /// <param name="members">At least one; of a single one its own.</param>
    public static ShareTensors Mean(IReadOnlyList<ShareTensors> members)
    {
        if (members.Count == 1)
        {
            return members[0];
        }

        using var scope = NewDisposeScope();
        var count = Math.Log(members.Count);
        var shares = stack(members.Select(member => member.LogShares)).logsumexp(0) - count;
        var concentration = stack(members.Select(member => member.Concentration.log())).mean([0]).exp();
        var expected = stack(members.Select(member => member.Expected)).mean([0]);
        return new(scope.MoveToOuter(shares), scope.MoveToOuter(concentration), scope.MoveToOuter(expected));
    }
}
