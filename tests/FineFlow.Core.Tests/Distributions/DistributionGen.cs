using CsCheck;
using FineFlow.Core.Conservation;
using FineFlow.Core.Distributions;

namespace FineFlow.Core.Tests.Distributions;

/// <summary>Random distributions for properties, and made-up cities whose distribution is known.</summary>
internal static class DistributionGen
{
    /// <summary>From nearly certain units to nearly independent ones; below 1 / p cells hold all or nothing.</summary>
    public static readonly Gen<float> Concentration = Gen.Float[-3, 9].Select(MathF.Exp);

    /// <summary>Weights of cells: some alike, some far apart, some zero, at least one that is not.</summary>
    public static Gen<float[]> Shares(int cells) =>
        from weights in Gen.Frequency((4, Gen.Float[0.01f, 1]), (1, Gen.Const(0f)), (1, Gen.Const(0.5f)), (1, Gen.Float[1e-6f, 1e-3f]))
            .Array[cells]
        from sure in Gen.Int[0, cells - 1]
        select Normalised([.. weights.Select((weight, cell) => cell == sure ? weight + 0.1f : weight)]);

    /// <summary>One block.</summary>
    public static ShareDistribution Block(float[] shares, float concentration)
    {
        var factor = (int)Math.Sqrt(shares.Length);
        return new(new(new(1, 1, factor, factor), shares), new(new(1, 1, 1, 1), [concentration]));
    }

    /// <summary>The same blocks in each of many samples.</summary>
    /// <param name="samples">How many samples.</param>
    /// <param name="shape">One sample's coarse maps, [1, C, H, W].</param>
    /// <param name="factor">Upscaling factor N.</param>
    /// <param name="seed">Seed of the shares.</param>
    /// <param name="concentration">alpha of a block by its index.</param>
    public static ShareDistribution Repeated(int samples, FlowShape shape, int factor, int seed, Func<int, double> concentration)
    {
        var random = new Random(seed);
        var fine = new FlowMaps(shape.Refined(factor), [.. Enumerable.Range(0, shape.Refined(factor).Length).Select(_ => Weight(random))]);
        var shares = N2Normalization.Apply(fine, new(shape, [.. Enumerable.Repeat(1f, shape.Length)]));
        var alphas = new FlowMaps(shape, [.. Enumerable.Range(0, shape.Length).Select(block => (float)concentration(block))]);
        var first = new int[samples];
        return new(shares.Gather(first), alphas.Gather(first));
    }

    /// <summary>Whole counts, skewed as a city's are.</summary>
    public static FlowMaps Counts(FlowShape shape, int seed, double mean)
    {
        var random = new Random(seed);
        double Exponential() => -Math.Log(1 - random.NextDouble());
        float Count() => (float)Math.Floor(2 * mean * Exponential() * random.NextDouble());
        return new(shape, [.. Enumerable.Range(0, shape.Length).Select(_ => Count())]);
    }

    private static float[] Normalised(float[] weights)
    {
        var sum = weights.Sum();
        return [.. weights.Select(weight => weight / sum)];
    }

    private static float Weight(Random random) => (float)Math.Exp(3 * random.NextDouble());
}
