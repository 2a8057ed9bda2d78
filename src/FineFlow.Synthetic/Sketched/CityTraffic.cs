namespace FineFlow.Synthetic.Sketched;

/// <summary>The expected count of every fine cell at an hour of a day.</summary>
internal sealed class CityTraffic(CityPlan plan, LandUse use)
{
    /// <summary>Counts of a half-hour slot on a road of weight 1 where the activity is 1.</summary>
    private const double Scale = 85;

    /// <summary>Fills <paramref name="expected"/>, [64, 64], with the expected counts of the slot at an hour.</summary>
    public void Expect(SketchedDay day, double hour, Span<double> expected)
    {
        var (wet, free) = (day.WeatherAt(hour).Wetness, day.Calendar.Free);
        var business = Rhythm.Business(hour, free);
        var home = Rhythm.Home(hour, free);
        var leisure = Rhythm.Leisure(hour, free) * (1 - 0.5 * wet);
        var through = Rhythm.Through(hour, free);
        for (var cell = 0; cell < CityPlan.Cells; cell++)
        {
            var activity = business * use.Business[cell] + home * use.Residential[cell] + leisure * use.Leisure[cell];
            foreach (var gathering in day.Gatherings)
            {
                if (gathering.IsOn(hour))
                    activity += gathering.Strength * CityPlan.Bump(cell, gathering.Row, gathering.Column, gathering.Size);
            }

            activity *= day.Demand;
            expected[cell] = Scale
                * (plan.Local[cell] * OnLocal(activity, wet) + plan.Arterial[cell] * OnArterial(activity + through * Reach(cell), wet));
        }

        foreach (var incident in day.Incidents)
        {
            if (incident.IsOn(hour))
                incident.Divert(expected);
        }
    }

    /// <summary>Wide roads saturate. In the rain, people who would have gone through the small streets come on top.</summary>
    private static double OnArterial(double activity, double wet) => activity / (1 + 0.8 * activity) * (1 + 0.5 * wet);

    /// <summary>Small streets take what the wide roads no longer do: they fill faster than the activity grows.</summary>
    private static double OnLocal(double activity, double wet) => activity * (0.3 + activity / (1 + 0.3 * activity)) * (1 - 0.7 * wet);

    /// <summary>Through traffic thins out away from the middle.</summary>
    private static double Reach(int cell) => 0.08 + 0.8 * CityPlan.Bump(cell, CityPlan.Center, CityPlan.Center, 26);
}
