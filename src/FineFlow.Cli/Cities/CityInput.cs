using FineFlow.Core;
using FineFlow.Ingest.Grid;
using FineFlow.Ingest.Maps;

namespace FineFlow.Cli.Cities;

/// <summary>The files of a city, and what is said of them.</summary>
/// <param name="Kind">What a row is; null to find it out.</param>
/// <param name="Grid">How rows are counted, if they are.</param>
/// <param name="Counts">How counts that are on a grid are read, if they are.</param>
/// <param name="Said">Names of the properties that are said.</param>
internal sealed record CityInput(CityKind? Kind, GridOptions Grid, CountRequest Counts, IReadOnlySet<string> Said)
{
    /// <summary>Names of the options that are given and say something of counts on a grid alone.</summary>
    public IReadOnlyList<string> OfCounts { get; init; } = [];

    /// <summary>Names of the options that are given and say something of rows alone that are to be counted.</summary>
    public IReadOnlyList<string> OfRows { get; init; } = [];

    /// <summary>Refuses options that would change nothing.</summary>
    /// <exception cref="BadInputException">There is one.</exception>
    public void CheckOptions(bool areCounts)
    {
        if ((areCounts ? OfRows : OfCounts) is [var option, ..])
        {
            throw new BadInputException(
                $"option {option}",
                areCounts
                    ? "is of events, trips and traces; counts on a grid are taken as they are"
                    : "is of counts on a grid (--kind counts)");
        }
    }

    /// <summary>Returns whether the files hold counts that are already on a grid.</summary>
    /// <exception cref="BadInputException">A file cannot be read, or does not show it.</exception>
    public bool HoldCounts(CancellationToken cancellationToken)
    {
        if (Kind is { } kind)
        {
            return kind == CityKind.Counts;
        }

        // A weight is of events and trips.
        return Counts.Inputs.Any(CountFiles.AreCounts)
            || (Grid.Columns.Weight is null && (CountTable.AreCounts(Counts, cancellationToken)
                ?? throw new BadInputException(
                    Counts.Inputs[0],
                    "has a place and a count in each row, which may be events or counts of the cells of a grid; expected which")
                { Setting = nameof(GridOptions.Kind) }));
    }
}
