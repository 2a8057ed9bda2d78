using FineFlow.Core.Distributions;
using FineFlow.Torch.Models.Histories;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Models.Histories;

public class MissingCountsTests
{
    private static readonly float[] Expected = [0.3f, 7, 300, 12];

    [Fact]
    public void Observed_counts_stay_and_missing_ones_are_the_expected()
    {
        Assert.Equal([9, 7, 300, 1], Fill(observed: [1, 0, 0, 1]));
        Assert.Equal([9, 0, 0, 1], Fill(observed: null));
    }

    [Fact]
    public void Below_a_bound_missing_counts_are_expected_given_the_bound()
    {
        float[] bounded = [(float)TruncatedPoisson.Mean(7, 5), (float)TruncatedPoisson.Mean(300, 5)];

        Assert.Equal([9, .. bounded, 1], Fill(observed: [1, 0, 0, 1], below: 5));
        Assert.InRange(bounded[1], bounded[0], 4);
        Assert.Equal([9, 0, 0, 1], Fill(observed: [1, 0, 0, 1], below: 1));
        Assert.Equal([9, 0, 0, 1], Fill(observed: [1, 1, 1, 1], below: 5));
        Assert.Equal([9, 0, 0, 1], Fill(observed: null, below: 5));
    }

    private static float[] Fill(float[]? observed, int? below = null)
    {
        using var scope = NewDisposeScope();
        var present = new PresentSlots([], Map([9, 0, 0, 1]), observed is null ? null : Map(observed), null) { Below = below };
        return MissingCounts.Fill(present, Map(Expected)).data<float>().ToArray();

        static Tensor Map(float[] values) => TensorData.From(values, 1, 1, 2, 2);
    }
}
