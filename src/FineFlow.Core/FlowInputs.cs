namespace FineFlow.Core;

/// <summary>Inputs of a model: coarse maps in raw counts, and optional external factors, times, history and mask of their slots.</summary>
/// <param name="Coarse">Coarse maps [n, C, H, W], raw counts.</param>
/// <param name="External">External factors of the n slots, if known.</param>
/// <param name="Time">Start of the n slots in seconds since 1970 on the local clock, if known.</param>
/// <param name="History">Coarse maps of the k slots before each sample, oldest first, [n, k*C, H, W], if known.</param>
/// <param name="Mask">1 where a coarse cell was observed and 0 where it is missing, [n, C, H, W]; null: all were observed.</param>
public sealed record FlowInputs(
    FlowMaps Coarse, ExternalFactors? External = null, long[]? Time = null, FlowMaps? History = null, FlowMaps? Mask = null)
{
    /// <summary>Missing counts are known to be smaller than this, 1 to 1,000,000; null: nothing is known of them.</summary>
    public int? Below { get; init; }

    /// <summary>Number of time slots.</summary>
    public int Samples => Coarse.Samples;

    /// <summary>Returns a copy of samples <paramref name="start"/> .. <paramref name="start"/> + <paramref name="count"/> - 1.</summary>
    public FlowInputs Slice(int start, int count) => count == Samples ? this : this with
    {
        Coarse = Coarse.Slice(start, count),
        External = External?.Slice(start, count),
        Time = Time?[start..(start + count)],
        History = History?.Slice(start, count),
        Mask = Mask?.Slice(start, count),
    };

    /// <summary>Returns a copy of chosen samples, in the order of <paramref name="samples"/>.</summary>
    public FlowInputs Gather(ReadOnlySpan<int> samples) => this with
    {
        Coarse = Coarse.Gather(samples),
        External = External?.Gather(samples),
        Time = Gather(Time, samples),
        History = History?.Gather(samples),
        Mask = Mask?.Gather(samples),
    };

    /// <summary>Returns a copy of one sample with the same window of all its maps.</summary>
    public FlowInputs Window(int sample, Range rows, Range columns) => this with
    {
        Coarse = Coarse.Window(sample, rows, columns),
        External = External?.Slice(sample, 1),
        Time = Time?[sample..(sample + 1)],
        History = History?.Window(sample, rows, columns),
        Mask = Mask?.Window(sample, rows, columns),
    };

    /// <summary>Returns whether both can be joined: they have the same parts and bound, in maps of the same sizes.</summary>
    public bool CanJoin(FlowInputs other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Sizes(Coarse) == Sizes(other.Coarse)
            && Sizes(History) == Sizes(other.History)
            && Sizes(Mask) == Sizes(other.Mask)
            && Below == other.Below
            && (Time is null) == (other.Time is null)
            && (External is { } external && other.External is { } others
                ? external.Schema.HasSameKinds(others.Schema)
                : External is null && other.External is null);

        static FlowShape? Sizes(FlowMaps? maps) => maps is null ? null : maps.Shape with { Samples = 0 };
    }

    /// <summary>Joins inputs along their samples, in the order given.</summary>
    /// <param name="parts">At least one, each of which can be joined with the first (<see cref="CanJoin"/>).</param>
    /// <exception cref="ArgumentException">There is none, or one cannot be joined.</exception>
    public static FlowInputs Join(IReadOnlyList<FlowInputs> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.Count == 0 || !parts.All(parts[0].CanJoin))
        {
            throw new ArgumentException("expected inputs with the same parts and bound, in maps of the same sizes", nameof(parts));
        }

        var first = parts[0];
        return parts.Count == 1 ? first : first with
        {
            Coarse = FlowMaps.Join([.. parts.Select(part => part.Coarse)]),
            External = first.External is null ? null : ExternalFactors.Join([.. parts.Select(part => part.External!)]),
            Time = first.Time is null ? null : [.. parts.SelectMany(part => part.Time!)],
            History = first.History is null ? null : FlowMaps.Join([.. parts.Select(part => part.History!)]),
            Mask = first.Mask is null ? null : FlowMaps.Join([.. parts.Select(part => part.Mask!)]),
        };
    }

    /// <summary>Refuses inputs that a model does not admit, before any work is done on them.</summary>
    /// <param name="required">The model's requirements.</param>
    /// <param name="source">Where the inputs come from, for the message.</param>
    /// <exception cref="BadInputException">An input is missing, or has another size than required.</exception>
    public void Check(InputRequirements required, string source)
    {
        ArgumentNullException.ThrowIfNull(required);
        CheckMaps(required, source);
        CheckParts(required, source);
        CheckLengths(source);
    }

    private void CheckMaps(InputRequirements required, string source)
    {
        if (Coarse.Channels != required.Channels)
        {
            throw new BadInputException(
                source, $"has {Coarse.Channels} channel(s), but this {required.Model} was built for {required.Channels}");
        }

        if (required.MapSize is var (rows, columns) && (Coarse.Rows != rows || Coarse.Columns != columns))
        {
            throw new BadInputException(
                source, $"has maps of {Coarse.Rows}x{Coarse.Columns}, but this {required.Model} was built for {rows}x{columns}");
        }
    }

    private void CheckParts(InputRequirements required, string source)
    {
        if (required.External && External is null)
        {
            throw new BadInputException(source, $"has no external factors, but this {required.Model} needs them (ext [n, 7])")
            { Setting = "external" };
        }

        if (required.Columns is { } columns && External is { } external && !external.Schema.HasSameKinds(columns))
        {
            throw new BadInputException(
                source,
                $"has the external factors {string.Join(", ", external.Schema.Names)}, but this {required.Model} needs columns of the "
                + "kinds of "
                    + $"{string.Join(", ", columns.Names)}")
            { Setting = "external" };
        }

        if (required.Time && Time is null)
        {
            throw new BadInputException(source, $"has no times, but this {required.Model} needs them (time [n])") { Setting = "time" };
        }

        if (required.History > 0 && History is null)
        {
            throw new BadInputException(
                source, $"has no earlier maps, but this {required.Model} needs the {required.History} before each sample");
        }

        if (Mask is { } mask && !required.AdmitsMissing && Array.IndexOf(mask.Values, 0) is >= 0 and var missing)
        {
            throw new BadInputException(
                source,
                $"{CellPosition.Of(mask, missing)} is missing (NaN), which this {required.Model} does not admit; a model that infers "
                + "missing cells is expected, as dmn");
        }

        if (MissingCells.BoundProblem(Below) is { } problem)
        {
            throw new BadInputException(source, $"{nameof(Below)} {problem}") { Setting = nameof(Below) };
        }
    }

    private void CheckLengths(string source)
    {
        Check(External?.Samples, "rows of external factors");
        Check(Time?.Length, "times");
        Check(History?.Samples, "samples of earlier maps");
        Check(Mask?.Samples, "masks");

        void Check(int? count, string what)
        {
            if (count is { } found && found != Samples)
            {
                throw new BadInputException(source, $"has {found} {what} for {Samples} maps");
            }
        }
    }

    private static long[]? Gather(long[]? times, ReadOnlySpan<int> samples)
    {
        if (times is null)
        {
            return null;
        }

        var gathered = new long[samples.Length];
        for (var i = 0; i < gathered.Length; i++)
        {
            gathered[i] = times[samples[i]];
        }

        return gathered;
    }
}
