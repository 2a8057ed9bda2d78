using FineFlow.Core;

namespace FineFlow.Plots;

/// <summary>A number of either sign for each fine cell.</summary>
internal sealed record SignedMap
{
    /// <summary>The figure's headline.</summary>
    public required string Title { get; init; }

    /// <summary>A quieter second line.</summary>
    public string Subtitle { get; init; } = "";

    /// <summary>Unit of the values.</summary>
    public required string Unit { get; init; }

    /// <summary>Row-major [rows, columns], row 0 at the top.</summary>
    public required float[] Values { get; init; }

    /// <summary>Columns of the map.</summary>
    public required int Columns { get; init; }

    /// <summary>Legend of the cells below 0 (blue).</summary>
    public required string Below { get; init; }

    /// <summary>Legend of the cells above 0 (orange).</summary>
    public required string Above { get; init; }

    /// <summary>Share of the cells below 0.</summary>
    public double ShareBelow => (double)Values.Count(value => value < 0) / Values.Length;

    /// <summary>Share of the cells above 0.</summary>
    public double ShareAbove => (double)Values.Count(value => value > 0) / Values.Length;

    /// <exception cref="BadInputException">There is no whole row, or a value is not finite.</exception>
    internal void Validate()
    {
        if (Columns < 1 || Values.Length == 0 || Values.Length % Columns != 0)
            throw new BadInputException($"figure '{Title}'", $"{Values.Length} values in rows of {Columns}");
        if (Array.FindIndex(Values, value => !float.IsFinite(value)) is >= 0 and var bad)
            throw new BadInputException(
                $"figure '{Title}'", $"row {bad / Columns}, column {bad % Columns}: {Values[bad]}; expected a finite number");
    }
}
