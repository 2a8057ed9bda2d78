using System.Globalization;
using FineFlow.Core;
using FineFlow.Core.Conservation;
using FineFlow.Core.Distributions;
using FineFlow.Outputs;

namespace FineFlow.Engine.Predictions;

/// <summary>What is asked of a model: the map that is best for a metric, and how sure it is.</summary>
public sealed record AnswerOptions
{
    /// <summary>The most draws of a sample.</summary>
    public const int MostDraws = 10_000;

    /// <summary>Whether to round to whole counts that still add up.</summary>
    public bool Integers { get; init; }

    /// <summary>The metric for which the map is best.</summary>
    public EstimateKind Estimate { get; init; }

    /// <summary>Levels of the quantiles of every fine cell's count, each between 0 and 1.</summary>
    public IReadOnlyList<double> Quantiles { get; init; } = [];

    /// <summary>Number of random maps of each sample.</summary>
    public int Draws { get; init; }

    /// <summary>Same seed, same draws.</summary>
    public long Seed { get; init; }

    /// <summary>Whether files mark cells without flow as cells without data, which programs do not draw.</summary>
    public bool ZerosAsNodata { get; init; }

    /// <summary>Whether the map holds whole counts. MAE and MAPE maps do by themselves.</summary>
    public bool AreWhole => Integers || Estimate != EstimateKind.Mean;

    /// <summary>The first property that only a model with a distribution can answer; null where every model can.</summary>
    private string? NeedOfDistribution =>
        Estimate != EstimateKind.Mean ? nameof(Estimate)
        : Quantiles.Count > 0 ? nameof(Quantiles)
        : Draws > 0 ? nameof(Draws)
        : null;

    /// <summary>Returns the levels that a text lists, as 0.05,0.95; null where a part of it is no number.</summary>
    internal static double[]? ParseLevels(string text)
    {
        var levels = text.Split(',').Select(level =>
            double.TryParse(level, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN).ToArray();
        return Array.TrueForAll(levels, double.IsFinite) ? levels : null;
    }

    /// <summary>Refuses options that contradict themselves.</summary>
    /// <exception cref="BadInputException">A level is out of range or comes twice, or the number of draws is out of range.</exception>
    internal void Check()
    {
        foreach (var level in Quantiles)
        {
            if (!(level > 0 && level < 1))
            {
                throw new BadInputException("quantiles", $"{level} is no level; numbers between 0 and 1 are expected, as 0.05,0.95")
                { Setting = nameof(Quantiles) };
            }
        }

        if (Quantiles.GroupBy(QuantileMaps.NameOf).FirstOrDefault(level => level.Count() > 1) is { } twice)
        {
            throw new BadInputException("quantiles", $"{twice.First()} is given twice; each level once is expected")
            { Setting = nameof(Quantiles) };
        }

        if (Draws is < 0 or > MostDraws)
        {
            throw new BadInputException("draws", $"is {Draws}; 0 to {MostDraws} is expected") { Setting = nameof(Draws) };
        }
    }

    /// <summary>Refuses what a model cannot answer.</summary>
    /// <param name="model">The catalog's name of the model.</param>
    /// <param name="givesDistribution">Whether it says how sure it is.</param>
    /// <exception cref="BadInputException">A distribution is asked for, and the model gives none.</exception>
    internal void CheckModel(string model, bool givesDistribution)
    {
        if (NeedOfDistribution is { } need && !givesDistribution)
        {
            throw new BadInputException(
                need.ToLowerInvariant(),
                $"cannot be had from this {model}, which does not say how sure it is; a model that does is expected, as dmn")
            { Setting = need };
        }
    }

    /// <summary>Refuses coarse counts from which the answer does not follow.</summary>
    /// <param name="coarse">Coarse maps, 0 where a count is missing.</param>
    /// <param name="source">Where they come from, for the message.</param>
    /// <exception cref="BadInputException">Names the first count that is not whole, or too large.</exception>
    internal void CheckCounts(FlowMaps coarse, string source)
    {
        if (Estimate != EstimateKind.Mean || Quantiles.Count > 0)
        {
            BlockCounts.Check(coarse, source);
        }
        else if (Integers || Draws > 0)
        {
            LargestRemainder.CheckCounts(coarse, source);
        }
    }
}
