using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using FineFlow.Core.Datasets;

namespace FineFlow.Core.Metrics;

/// <summary>
/// Where a model errs on a split: sums by sample, by true flow and by hour of the day, from which the metrics of the whole split or of any
/// samples follow. A small document: a few numbers a sample, whatever the size of the maps.
/// </summary>
[JsonConverter(typeof(ErrorBreakdownConverter))]
internal sealed record ErrorBreakdown
{
    /// <summary>SHA-256 of the true maps in hexadecimal: only breakdowns of the same truth compare.</summary>
    public required string Truth { get; init; }

    /// <summary>Fine cells of one sample: channels x rows x columns.</summary>
    public required int SampleCells { get; init; }

    /// <summary>The sums of each sample.</summary>
    public required IReadOnlyList<CellSums> SampleSums { get; init; }

    /// <summary>Start of each sample's slot in seconds since 1970 on the local clock, if known.</summary>
    public IReadOnlyList<long>? Time { get; init; }

    /// <summary>Day of the week of each sample by its external factors; null where <see cref="Time"/> is known or these are not.</summary>
    public IReadOnlyList<int>? Weekdays { get; init; }

    /// <summary>
    /// By true flow: the cells without flow, and then ten classes of the others by deciles of the true flow. Equal flows are in one
    /// class and no class is empty, so there may be fewer; the bounds depend on the truth alone.
    /// </summary>
    public required IReadOnlyList<FlowClassErrors> FlowClasses { get; init; }

    /// <summary>By hour of the day, hours of the split only; empty where hours are unknown.</summary>
    public required IReadOnlyList<HourErrors> Hours { get; init; }

    /// <summary>Number of time slots.</summary>
    public int Samples => SampleSums.Count;

    /// <summary>Compares inferred with true fine maps.</summary>
    /// <param name="truth">[n, C, N*H, N*W] in raw counts.</param>
    /// <param name="inferred">Inferred fine maps of the same shape.</param>
    /// <param name="time">Start of the n slots in seconds since 1970 on the local clock, if known.</param>
    /// <param name="external">External factors of the n slots; their hour and weekday serve where <paramref name="time"/> is null.</param>
    /// <exception cref="ArgumentException">Shapes or numbers of samples differ, there is no sample, or a true value is no flow.</exception>
    /// <exception cref="BadInputException">An inferred value is not finite.</exception>
    public static ErrorBreakdown Of(FlowMaps truth, FlowMaps inferred, long[]? time = null, ExternalFactors? external = null)
    {
        Check(truth, inferred, time, external);
        var (samples, hours, classes) = (new CellSums[truth.Samples], new SortedDictionary<int, List<CellSums>>(), new FlowClasses(truth));
        var terms = new CellTerms();
        for (var sample = 0; sample < truth.Samples; sample++)
        {
            samples[sample] = SumOf(truth.Sample(sample), inferred.Sample(sample), classes, terms);
            if (SlotCalendar.HourOf(sample, time, external) is { } hour)
            {
                (hours.TryGetValue(hour, out var slots) ? slots : hours[hour] = []).Add(samples[sample]);
            }
        }

        return new()
        {
            Truth = Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(truth.Values.AsSpan()))),
            SampleCells = truth.SampleLength,
            SampleSums = samples,
            Time = time,
            Weekdays = time is null ? SlotCalendar.WeekdaysOf(external) : null,
            FlowClasses = classes.Result,
            Hours = [.. hours.Select(slots => new HourErrors(slots.Key, slots.Value.Count, ErrorTally.Sum(slots.Value)))],
        };
    }

    /// <summary>Returns the mean of several breakdowns, for instance of a model's seeds: the mean of each sum.</summary>
    /// <exception cref="ArgumentException">There are no breakdowns, or they are of different maps.</exception>
    public static ErrorBreakdown Mean(IReadOnlyList<ErrorBreakdown> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentOutOfRangeException.ThrowIfZero(runs.Count);
        if (runs.FirstOrDefault(run => !run.IsOfSameSplitAs(runs[0])) is not null)
        {
            throw new ArgumentException("the runs were measured on different maps", nameof(runs));
        }

        return runs[0] with
        {
            SampleSums = [.. runs[0].SampleSums.Select((_, sample) => MeanOf(run => run.SampleSums[sample]))],
            FlowClasses = [.. runs[0].FlowClasses.Select((first, i) => first with { Errors = MeanOf(run => run.FlowClasses[i].Errors) })],
            Hours = [.. runs[0].Hours.Select((first, i) => first with { Errors = MeanOf(run => run.Hours[i].Errors) })],
        };

        CellSums MeanOf(Func<ErrorBreakdown, CellSums> sums) => CellSums.Mean([.. runs.Select(sums)]);
    }

    /// <summary>Returns the metrics of all samples, those of <see cref="MetricAccumulator"/>.</summary>
    public FlowMetrics Metrics() => Metrics(Enumerable.Range(0, Samples));

    /// <summary>Returns the metrics of some samples.</summary>
    /// <exception cref="ArgumentException">There are no samples.</exception>
    public FlowMetrics Metrics(IEnumerable<int> samples)
    {
        var sums = ErrorTally.Sum(samples.Select(sample => SampleSums[sample]));
        return sums.Cells > 0
            ? new(sums.Cells / SampleCells, sums)
            : throw new ArgumentException("no samples", nameof(samples));
    }

    /// <summary>Returns whether another breakdown is of the same true maps and slots.</summary>
    public bool IsOfSameSplitAs(ErrorBreakdown other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return (Truth, SampleCells, Samples, FlowClasses.Count, Hours.Count)
            == (other.Truth, other.SampleCells, other.Samples, other.FlowClasses.Count, other.Hours.Count)
            && (Time ?? []).SequenceEqual(other.Time ?? [])
            && (Weekdays ?? []).SequenceEqual(other.Weekdays ?? []);
    }

    private static CellSums SumOf(ReadOnlySpan<float> truth, ReadOnlySpan<float> inferred, FlowClasses classes, CellTerms terms)
    {
        var sample = new ErrorTally(groups: 1);
        Span<byte> one = stackalloc byte[CellTerms.Most];
        for (var start = 0; start < truth.Length; start += CellTerms.Most)
        {
            var length = Math.Min(CellTerms.Most, truth.Length - start);
            var ofCells = terms.Of(truth.Slice(start, length), inferred.Slice(start, length));
            sample.Add(ofCells, one[..length]);
            classes.Add(ofCells, truth.Slice(start, length));
        }

        return sample.Of(0);
    }

    private static void Check(FlowMaps truth, FlowMaps inferred, long[]? time, ExternalFactors? external)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(inferred);
        if (truth.ToString() != inferred.ToString() || truth.Samples == 0)
        {
            throw new ArgumentException(Invariant($"inferred maps {inferred} for true maps {truth}"), nameof(inferred));
        }

        if ((time?.Length ?? truth.Samples) != truth.Samples || (external?.Samples ?? truth.Samples) != truth.Samples)
        {
            throw new ArgumentException(
                Invariant($"{time?.Length} times and {external?.Samples} rows of external factors for {truth.Samples} maps"), nameof(time));
        }

        FlowValues.ThrowIfInvalid(truth, nameof(truth));
        if (Array.FindIndex(inferred.Values, value => !float.IsFinite(value)) is >= 0 and var bad)
        {
            throw new BadInputException(
                "inferred maps", $"{CellPosition.Of(inferred, bad)} is {inferred.Values[bad]}; a finite number is expected");
        }
    }
}
