namespace FineFlow.Synthetic.Routed.Plan;

/// <summary>A point of the city in shares of its size: (0, 0) is the north-west corner, (1, 1) the south-east one.</summary>
internal readonly record struct Place(double Row, double Column)
{
    /// <summary>The middle of the city.</summary>
    public static Place Center => new(0.5, 0.5);

    /// <summary>A place up to <paramref name="reach"/> away in each direction.</summary>
    public Place Around(Core.Sampling.RandomStream random, double reach) =>
        new(Row + reach * (2 * random.NextDouble() - 1), Column + reach * (2 * random.NextDouble() - 1));
}
