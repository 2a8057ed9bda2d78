namespace FineFlow.Plots.Charts;

/// <summary>An axis: the values from low to high lie on the pixels from one end to the other.</summary>
internal sealed record ChartScale(double Low, double High, float From, float To, bool Logarithmic = false)
{
    private static readonly double[] RoundSteps = [1, 2, 5];
    private static readonly double[][] DecadeSteps = [[1, 1.5, 2, 3, 4, 5, 7], [1, 2, 5], [1, 3], [1]];

    /// <summary>An axis on which values reach up to <paramref name="inset"/> pixels from both ends.</summary>
    public static ChartScale Around(double low, double high, float from, float to, float inset, bool logarithmic = false)
    {
        var (first, last) = logarithmic ? (Math.Log10(low), Math.Log10(high)) : (low, high);
        var least = logarithmic ? 0.01 : Math.Max(Math.Abs(last) * 0.01, 1e-12);
        if (last - first < least)
            (first, last) = (first - least, last + least);
        var beyond = (last - first) * inset / (Math.Abs(to - from) - 2 * inset);
        (first, last) = (first - beyond, last + beyond);
        return logarithmic ? new(Math.Pow(10, first), Math.Pow(10, last), from, to, true) : new(first, last, from, to);
    }

    /// <summary>The pixel of a value.</summary>
    public float Position(double value) => From + (float)((To - From) * ((Along(value) - Along(Low)) / (Along(High) - Along(Low))));

    /// <summary>Round values not below 0 with their texts, at least <paramref name="spacing"/> pixels apart.</summary>
    public (double Value, string Text)[] Ticks(double spacing)
    {
        if (!Logarithmic)
            return Even(RoundStep((High - Low) * spacing / Math.Abs(To - From)));
        if (High / Low < 3)
            return Even(RoundStep(High * Math.Log(High / Low) * spacing / Math.Abs(To - From)));
        return DecadeSteps.Select(Decades).FirstOrDefault(ticks => AreApart(ticks, spacing)) ?? WholeDecades(spacing);
    }

    /// <summary>The same for texts that stand side by side and need room.</summary>
    public (double Value, string Text)[] TicksSideBySide(FigureText style, float gap)
    {
        for (var spacing = 2 * gap; ; spacing *= 1.1f)
        {
            var ticks = Ticks(spacing);
            if (ticks.Length < 2 || ticks.Max(tick => style.Width(tick.Text)) + gap <= spacing)
                return ticks;
        }
    }

    private double Along(double value) => Logarithmic ? Math.Log10(value) : value;

    private (double, string)[] Even(double step)
    {
        var first = (long)Math.Ceiling(Math.Max(0, Low) / step - 1e-9);
        var last = (long)Math.Floor(High / step + 1e-9);
        return [.. Numbers(first, last).Select(number => (number * step, ChartNumber.Tick(number * step, step)))];
    }

    private (double Value, string Text)[] Decades(double[] steps) =>
    [
        .. from decade in Numbers((long)Math.Floor(Math.Log10(Low)), (long)Math.Floor(Math.Log10(High)))
           from step in steps
           let value = step * Math.Pow(10, decade)
           where value >= Low && value <= High
           select (value, ChartNumber.Tick(value, Math.Pow(10, step == 1.5 ? decade - 1 : decade))),
    ];

    private (double, string)[] WholeDecades(double spacing)
    {
        var all = Decades([1]);
        var each = (int)Math.Ceiling(spacing * (Math.Log10(High) - Math.Log10(Low)) / Math.Abs(To - From));
        return [.. all.Where((_, index) => index % each == 0)];
    }

    private bool AreApart((double Value, string Text)[] ticks, double spacing) =>
        ticks.Zip(ticks.Skip(1)).All(pair => Math.Abs(Position(pair.Second.Value) - Position(pair.First.Value)) >= spacing);

    private static IEnumerable<double> Numbers(long first, long last)
    {
        for (var number = first; number <= last; number++)
            yield return number;
    }

    /// <summary>The smallest of 1, 2 and 5 times a power of ten that is not below.</summary>
    private static double RoundStep(double least)
    {
        var decade = Math.Pow(10, Math.Floor(Math.Log10(least)));
        return decade * RoundSteps.FirstOrDefault(step => step * decade >= least, 10);
    }
}
