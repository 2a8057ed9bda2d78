using FineFlow.Core.Conservation;

namespace FineFlow.Core.Baselines;

/// <summary>
/// The "HA" baseline: a fine cell gets the mean share that it had of its coarse cell in training, by hour of day where training
/// saw flow in that coarse cell at that hour, over all hours elsewhere, and 1 / N^2 where it never saw any.
/// </summary>
public sealed class HistoricalAverage
{
    /// <summary>The table of all hours together, after the tables of hours 0 .. 23.</summary>
    public const int AllHours = 24;

    private readonly int? _hourColumn;

    private HistoricalAverage(FlowMaps coarse, int scaleFactor, int? hourColumn, ShareTables tables)
    {
        (Channels, Rows, Columns, ScaleFactor, _hourColumn) = (coarse.Channels, coarse.Rows, coarse.Columns, scaleFactor, hourColumn);
        (Shares, Counted) = (tables.Shares, tables.Counted);
    }

    /// <summary>Flow channels C.</summary>
    public int Channels { get; }

    /// <summary>Coarse rows H.</summary>
    public int Rows { get; }

    /// <summary>Coarse columns W.</summary>
    public int Columns { get; }

    /// <summary>Upscaling factor N.</summary>
    public int ScaleFactor { get; }

    /// <summary>
    /// The share each fine cell gets at each hour, [25, C, N*H, N*W], with the choice between hour, all hours and even split already
    /// made for every coarse cell. Table <see cref="AllHours"/> is for slots without a known hour.
    /// </summary>
    public double[] Shares { get; }

    /// <summary>
    /// Training samples with flow in a coarse cell at an hour, [25, C, H, W]; where it is 0 the shares of that cell and hour come from
    /// the fallback. All zero in the hour tables if fitted without hours.
    /// </summary>
    public int[] Counted { get; }

    /// <summary>Averages the shares of training samples; the mean of ratios, not the ratio of sums, in float64.</summary>
    /// <param name="coarse">Raw training counts, [T, C, H, W]. Cells with zero flow are left out of the mean.</param>
    /// <param name="fine">[T, C, N*H, N*W].</param>
    /// <param name="external">External factors of the T slots; without them all hours share one table.</param>
    /// <param name="groupByHour">False: all hours share one table.</param>
    /// <param name="hourColumn">Column of TaxiBJ's external factors that holds the hour; other schemas say it themselves.</param>
    /// <exception cref="ArgumentException">The shapes do not belong together, or there is no such column.</exception>
    public static HistoricalAverage Fit(
        FlowMaps coarse,
        FlowMaps fine,
        ExternalFactors? external,
        bool groupByHour = true,
        int hourColumn = TaxiBjColumns.Hour)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(hourColumn);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(hourColumn, TaxiBjColumns.Count);
        var grid = BlockGrid.Of(coarse, fine);
        CheckSamples(coarse, external);
        var hours = external is { Schema: { IsTaxiBj: false } schema } ? schema.Find(ExternalKind.Hour) : hourColumn;
        var tables = new ShareTables(grid, coarse.SampleLength);
        for (var sample = 0; sample < coarse.Samples; sample++)
        {
            var hour = groupByHour ? Table(external, sample, hours) : AllHours;
            tables.Add(hour, coarse.Sample(sample), fine.Sample(sample));
        }

        tables.Resolve();
        return new(coarse, grid.Factor, hours, tables);
    }

    /// <summary>Splits coarse flow by the shares of each slot's hour.</summary>
    /// <param name="coarse">Raw counts, [samples, C, H, W].</param>
    /// <param name="external">External factors of the slots; all hours' shares serve without them and for hours outside 0 .. 23.</param>
    /// <returns>[samples, C, N*H, N*W] in raw counts.</returns>
    /// <exception cref="ArgumentException">The maps have another size than the training maps, or the numbers of samples differ.</exception>
    public FlowMaps Predict(FlowMaps coarse, ExternalFactors? external)
    {
        ArgumentNullException.ThrowIfNull(coarse);
        CheckSamples(coarse, external);
        if ((coarse.Channels, coarse.Rows, coarse.Columns) != (Channels, Rows, Columns))
        {
            throw new ArgumentException(
                Invariant($"maps {coarse} are not of the fitted size [n, {Channels}, {Rows}, {Columns}]"), nameof(coarse));
        }

        var fine = new FlowMaps(new(coarse.Samples, Channels, Rows * ScaleFactor, Columns * ScaleFactor));
        var grid = BlockGrid.Of(coarse, fine);
        for (var sample = 0; sample < coarse.Samples; sample++)
        {
            var shares = Shares.AsSpan(Table(external, sample, _hourColumn) * fine.SampleLength, fine.SampleLength);
            Distribute(grid, coarse.Sample(sample), shares, fine.Sample(sample));
        }

        return fine;
    }

    private static void Distribute(BlockGrid grid, ReadOnlySpan<float> coarse, ReadOnlySpan<double> shares, Span<float> fine)
    {
        for (var block = 0; block < coarse.Length; block++)
        {
            var start = grid.Start(block);
            foreach (var offset in grid.Offsets)
            {
                fine[start + offset] = (float)(shares[start + offset] * coarse[block]);
            }
        }
    }

    private static void CheckSamples(FlowMaps coarse, ExternalFactors? external)
    {
        if (external is not null && external.Samples != coarse.Samples)
        {
            throw new ArgumentException(
                Invariant($"{external.Samples} rows of external factors for {coarse.Samples} maps"), nameof(external));
        }
    }

    private static int Table(ExternalFactors? external, int sample, int? hourColumn)
    {
        var hour = external is null || hourColumn is not { } column ? double.NaN : Math.Round(external.Row(sample)[column]);
        return hour is >= 0 and < AllHours ? (int)hour : AllHours;
    }
}
