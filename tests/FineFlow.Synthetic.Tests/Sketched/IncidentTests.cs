using CsCheck;
using FineFlow.Synthetic.Sketched;

namespace FineFlow.Synthetic.Tests.Sketched;

public class IncidentTests
{
    [Fact]
    public void A_closed_road_sends_its_traffic_around_and_loses_none() => Gen.Long.Sample(
        seed =>
        {
            var plan = new CityPlan(new(seed, 0));
            var incident = new Incident(new(seed, 1), plan);
            var before = plan.Arterial.Zip(plan.Local, (arterial, local) => 100 * arterial + 10 * local).ToArray();
            var after = before.ToArray();
            incident.Divert(after);
            var closed = Enumerable.Range(0, before.Length).Where(cell => after[cell] < before[cell]).ToArray();
            Assert.InRange(closed.Length, 8, 14);
            Assert.All(closed, cell => Assert.Equal(0.1 * before[cell], after[cell], 9));
            Assert.All(closed, cell => Assert.True(plan.Arterial[cell] > 0));
            Assert.Equal(before.Sum(), after.Sum(), 6);
        },
        iter: 50);
}
