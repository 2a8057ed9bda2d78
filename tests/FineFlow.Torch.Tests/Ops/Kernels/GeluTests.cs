using System.Runtime.Intrinsics;
using FineFlow.Torch.Ops.Kernels;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Ops.Kernels;

public class GeluTests
{
    private static readonly float[] Extremes =
        [0, -0f, 1e-30f, -1e-30f, 13.1f, -13.1f, 40, -40, 1e10f, -1e10f, float.MaxValue, float.MinValue];

    public GeluTests() => KernelTests.SkipWithoutKernels();

    [Fact]
    public void Values_and_slopes_are_those_of_double_precision()
    {
        using var scope = NewDisposeScope();
        var points = cat([linspace(-12, 12, 40_004), tensor(Extremes)]);
        points = points[..(int)(points.numel() / Vector512<float>.Count * Vector512<float>.Count)];
        var exact = points.to(ScalarType.Float64).requires_grad_(true);
        var values = nn.functional.gelu(exact);
        var slopes = autograd.grad([values.sum()], [exact])[0];
        var bound = (1 + exact.detach().abs()) * 1e-7 + values.detach().abs() * 1.2e-7;

        AssertWithin(points, Gelu.Of, values.detach(), bound);
        AssertWithin(points, Gelu.Slope, slopes, ones_like(slopes) * 6e-7);
    }

    [Fact]
    public void What_is_not_a_number_stays_so()
    {
        Assert.True(float.IsNaN(Gelu.Of(Vector512.Create(float.NaN))[3]));
        Assert.True(float.IsNaN(Gelu.Slope(Vector512.Create(float.NaN))[3]));
    }

    private static void AssertWithin(Tensor points, Func<Vector512<float>, Vector512<float>> function, Tensor exact, Tensor bound)
    {
        var results = new float[points.numel()];
        for (var i = 0; i < results.Length; i += Vector512<float>.Count)
        {
            function(Vector512.Create(points.AsSpan()[i..])).CopyTo(results, i);
        }

        var misses = ((tensor(results).to(ScalarType.Float64) - exact).abs() > bound).nonzero().flatten();
        Assert.True(misses.numel() == 0, misses.numel() == 0 ? null : $"{misses.numel()}, first at {points[misses[0]].item<float>()}");
    }
}
