using FineFlow.Core.Sampling;
using FineFlow.Synthetic.Routed.Plan;

namespace FineFlow.Synthetic.Tests.Routed;

/// <summary>A city of 64 x 64 cells to look into.</summary>
internal sealed class TestCity
{
    public const int Size = 64;

    public TestCity(long seed)
    {
        var random = new RandomStream(seed);
        Roads = new(new(Size, random));
        new MainRoads(Roads, stage: 0, random).Draw();
        LocalStreets.Draw(Roads, random);
        Roads.RemoveUnjoined();
        Use = new(Roads, stage: 0, random);
    }

    public static TestCity Default { get; } = new(1);

    public RoadNetwork Roads { get; }

    public Ground Ground => Roads.Ground;

    public LandUse Use { get; }

    public int[] Cells(Func<int, bool> which) => [.. Enumerable.Range(0, Ground.Cells).Where(which)];
}
