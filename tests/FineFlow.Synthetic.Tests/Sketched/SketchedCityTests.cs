using CsCheck;
using FineFlow.Synthetic.Sketched;

namespace FineFlow.Synthetic.Tests.Sketched;

public class SketchedCityTests
{
    private static readonly CityPreset Day = CityPreset.Small with { Samples = 30 };

    [Fact]
    public void Another_seed_is_another_city()
    {
        var (one, other) = (new CityPlan(new(1, 0)), new CityPlan(new(2, 0)));
        Assert.NotEqual(one.Water, other.Water);
        Assert.NotEqual(one.Arterial, other.Arterial);
        Assert.NotEqual(one.Local, other.Local);
    }

    [Fact]
    public void A_day_is_the_same_in_whichever_period_it_falls()
    {
        var third = SyntheticCity.Slots(Day with { Samples = 90 }, 1).Skip(60);
        var alone = SyntheticCity.Slots(Day with { FirstDay = Day.FirstDay.AddDays(2) }, 1);
        Assert.All(third.Zip(alone), pair => Assert.Equal(pair.First.Fine.Values, pair.Second.Fine.Values));
        Assert.Equal(third.Select(slot => slot.Time), alone.Select(slot => slot.Time));
    }

    [Fact]
    public void Every_seed_gives_whole_counts() => Gen.Long.Sample(
        seed => Assert.All(
            SyntheticCity.Slots(Day, seed),
            slot => Assert.True(slot.Fine.Values.All(value => value >= 0 && value == MathF.Floor(value)))),
        iter: 10);
}
