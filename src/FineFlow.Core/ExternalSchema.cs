using System.Text.Json.Serialization;

namespace FineFlow.Core;

/// <summary>The columns of external factors in their order, as <c>dataset.json</c> describes them.</summary>
/// <param name="columns">The columns; none where a dataset says that it has no external factors.</param>
[JsonConverter(typeof(ExternalSchemaJson))]
public sealed class ExternalSchema(IReadOnlyList<ExternalColumn> columns)
{
    /// <summary>The seven columns of TaxiBJ, which hold for a dataset that describes no others.</summary>
    public static ExternalSchema TaxiBj { get; } = new(
    [
        new("temperature", ExternalKind.Number),
        new("wind_speed", ExternalKind.Number),
        new("holiday", ExternalKind.Flag),
        new("weekend", ExternalKind.Flag),
        new("day_of_week", ExternalKind.DayOfWeek),
        new("hour", ExternalKind.Hour),
        new("weather", ExternalKind.Category, Size: 18),
    ]);

    /// <summary>No external factors.</summary>
    public static ExternalSchema None { get; } = new([]);

    /// <summary>The columns.</summary>
    public IReadOnlyList<ExternalColumn> Columns { get; } = columns;

    /// <summary>The names of the columns.</summary>
    public IReadOnlyList<string> Names => [.. Columns.Select(column => column.Name)];

    /// <summary>Whether the columns are those of TaxiBJ, whatever their names.</summary>
    public bool IsTaxiBj => HasSameKinds(TaxiBj);

    /// <summary>Returns whether another schema has columns of the same kinds and sizes in the same order.</summary>
    public bool HasSameKinds(ExternalSchema other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Columns.Select(column => (column.Kind, column.Size))
            .SequenceEqual(other.Columns.Select(column => (column.Kind, column.Size)));
    }

    /// <summary>Returns the place of the first column of a kind; null where there is none.</summary>
    public int? Find(ExternalKind kind) =>
        Columns.Index().Where(column => column.Item.Kind == kind).Select(column => (int?)column.Index).FirstOrDefault();

    /// <summary>Returns the schema with other names.</summary>
    /// <param name="names">A name for every column.</param>
    public ExternalSchema WithNames(IReadOnlyList<string> names) =>
        new([.. Columns.Zip(names, (column, name) => column with { Name = name })]);

    /// <summary>Returns the columns for people: "temperature (number), hour, weather (18 classes)".</summary>
    public override string ToString() => string.Join(", ", Columns.Select(Describe));

    /// <summary>Returns the columns that choose rows of embedding tables, with their largest values.</summary>
    internal (int Column, string Label, int Largest)[] Categories() =>
    [
        .. from column in Columns.Index()
           where column.Item.Largest is not null
           select (column.Index, Label(column.Index), column.Item.Largest!.Value),
    ];

    /// <summary>Returns what messages call a column.</summary>
    internal string Label(int column) => Columns[column].Kind switch
    {
        ExternalKind.DayOfWeek => "day of week",
        ExternalKind.Hour => "hour",
        _ when IsTaxiBj => TaxiBjLabels[column],
        _ => Columns[column].Name,
    };

    private static readonly string[] TaxiBjLabels =
        ["temperature", "wind speed", "holiday", "weekend", "day of week", "hour", "weather class"];

    private static string Describe(ExternalColumn column) => column.Kind switch
    {
        ExternalKind.Category => Invariant($"{column.Name} ({column.Size} classes)"),
        ExternalKind.DayOfWeek => $"{column.Name} (day of week)",
        ExternalKind kind => $"{column.Name} ({kind.ToString().ToLowerInvariant()})",
    };
}
