using CsCheck;

namespace FineFlow.Core.Tests;

/// <summary>Random flow maps for properties.</summary>
internal static class FlowGen
{
    /// <summary>Densities and counts as a network and a city make them: many zeros, and sizes from 1e-30 to 1e7.</summary>
    public static readonly Gen<float> Value = Gen.Frequency(
        (3, Gen.Const(0f)),
        (3, Gen.Float[0, 100]),
        (2, Gen.Float[0, 1e7f]),
        (1, Gen.Float[1e-30f, 1e-20f]));

    /// <summary>Coarse maps and fine maps of one factor, unrelated in their values.</summary>
    public static readonly Gen<(FlowMaps Coarse, FlowMaps Fine)> Pair = Maps(Value, Value);

    /// <summary>Whole coarse counts with unrelated fine maps.</summary>
    public static readonly Gen<(FlowMaps Coarse, FlowMaps Fine)> CountPair =
        Maps(Gen.OneOf(Gen.Int[0, 40], Gen.Int[0, 16_000_000]).Select(count => (float)count), Value);

    private static Gen<(FlowMaps Coarse, FlowMaps Fine)> Maps(Gen<float> coarseValue, Gen<float> fineValue) =>
        from samples in Gen.Int[1, 3]
        from channels in Gen.Int[1, 2]
        from rows in Gen.Int[1, 4]
        from columns in Gen.Int[1, 4]
        from factor in Gen.Int[1, 5]
        let cells = samples * channels * rows * columns
        from coarse in coarseValue.Array[cells]
        from fine in fineValue.Array[cells * factor * factor]
        select (
            new FlowMaps(new(samples, channels, rows, columns), coarse),
            new FlowMaps(new(samples, channels, rows * factor, columns * factor), fine));
}
