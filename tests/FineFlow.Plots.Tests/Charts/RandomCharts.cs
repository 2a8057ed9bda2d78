using CsCheck;
using FineFlow.Plots.Charts;

namespace FineFlow.Plots.Tests.Charts;

/// <summary>Charts of any valid size, with long and short names and values of very different size.</summary>
internal static class RandomCharts
{
    private const string Letters = "ABCQWgjpqy|{}() .,-_/αγЖ0123456789éàWWWW";

    private static readonly Gen<string> Names = Gen.Char[Letters].Array[0, 60].Select(letters => "x" + new string(letters));
    private static readonly Gen<string> Lines = Gen.Frequency((1, Gen.Const("")), (3, Names));
    private static readonly Gen<ChartAxis> Axes = Gen.Select(Names, Lines, (name, unit) => new ChartAxis(name, unit));
    private static readonly Gen<double> Numbers = Gen.Select(
        Gen.Double[1, 10], Gen.Int[-7, 9], (digits, power) => digits * Math.Pow(10, power));
    private static readonly Gen<ChartValue> AboveZero =
        Gen.Select(Numbers, Gen.Double[0, 1.5], Gen.Bool, (value, share, varies) => new ChartValue(value, varies ? share * value : 0));
    private static readonly Gen<ChartValue> Values = Gen.Frequency((1, Gen.Const(new ChartValue(0))), (8, AboveZero));

    public static Gen<BarChart> Bars { get; } =
        from groups in Distinct(1, 6)
        from series in Distinct(1, 15)
        from metrics in Gen.Select(
            Axes, Maybe(Values).Array[series.Length].Array[groups.Length], (axis, values) => new BarMetric(axis, values)).Array[1, 3]
        from texts in Lines.Array[2]
        from shared in Gen.Bool
        select new BarChart(texts[0], texts[1], groups, series, metrics) { Highlight = series[^1], SharedAxis = shared };

    public static Gen<BubbleChart> Bubbles { get; } =
        from names in Distinct(1, 24)
        from numbers in Numbers.Array[3].Array[names.Length]
        from close in Gen.Bool
        from axes in Axes.Array[3]
        from texts in Lines.Array[2]
        from log in Gen.Bool
        let bubbles = names.Zip(numbers, (name, n) => new Bubble(name, close ? 1 + n[0] * 1e-9 : n[0], close ? 2 : n[1], n[2]))
        select new BubbleChart(texts[0], texts[1], axes[0], axes[1], axes[2], [.. bubbles]) { LogX = log, Highlight = names[0] };

    public static Gen<LineChart> LineCharts { get; } =
        from names in Distinct(1, 15)
        from columns in Gen.Int[1, 4]
        from panels in Panel(names).Array[1, 6]
        from texts in Lines.Array[2]
        select new LineChart(texts[0], texts[1], panels, columns);

    private static Gen<LinePanel> Panel(string[] names) =>
        from stops in Distinct(1, 24)
        from numbers in Gen.Double[-100, 100].Array[stops.Length].Select(all => all.Distinct().Order().ToArray())
        from categories in Gen.Bool
        let count = categories ? stops.Length : numbers.Length
        from logarithmic in Gen.Bool
        from values in Maybe(logarithmic ? AboveZero : Values).Array[count].Array[names.Length]
        from first in logarithmic ? AboveZero : Values
        from axes in Axes.Array[2]
        from standard in Gen.Int[0, count - 1]
        let lines = names.Select(
            (name, index) => new ChartLine(name, index == 0 ? [first, .. values[index][1..]] : values[index])).ToArray()
        select new LinePanel(axes[0], axes[1], categories ? LineStops.Categories(stops) : LineStops.Numbers(numbers), lines)
        {
            Default = standard,
            LogY = logarithmic,
        };

    private static Gen<string[]> Distinct(int least, int most) =>
        Names.Array[least, most].Select(names => names.Select((name, index) => $"{index}{name}").ToArray());

    private static Gen<ChartValue?> Maybe(Gen<ChartValue> values) =>
        Gen.Select(values, Gen.Int[0, 5], (value, chance) => chance == 0 ? (ChartValue?)null : value);
}
