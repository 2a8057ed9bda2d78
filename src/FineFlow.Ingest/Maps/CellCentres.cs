using System.Globalization;
using FineFlow.Core;
using FineFlow.Ingest.Tables;

namespace FineFlow.Ingest.Maps;

/// <summary>Cells by the longitude and latitude of their centres on a regular grid.</summary>
internal sealed class CellCentres : CellNumbers
{
    // Centres are written with few digits: so much of a cell they may lie beside their place.
    private const double Tolerance = 0.05;

    private const double LeastShareOfSides = 0.5;
    private const int MostSide = 4096;

    private readonly Axis _eastward, _northward;

    private CellCentres(Axis eastward, Axis northward) => (_eastward, _northward) = (eastward, northward);

    /// <summary>Looks through a table.</summary>
    /// <exception cref="BadInputException">The centres lie on no regular grid, or not on the one that is said.</exception>
    public static CellCentres Of(Engine engine, InputTable table, IReadOnlyList<TableColumn> places, CountRequest request)
    {
        if (request is { Grid: var (rows, columns), Box: { } box })
        {
            return Create(new(box.West, box.East, columns), new(box.South, box.North, rows));
        }

        var found = Create(AxisOf(places[0]), AxisOf(places[1]));
        return request switch
        {
            { Box: not null } => throw new BadInputException(table.Title, "has centres of cells; beside the box their number is expected")
            { Setting = nameof(CountRequest.Grid) },
            { Grid: { } size } when size != (found.Rows, found.Columns) => throw new BadInputException(
                table.Title,
                $"has centres of {found.Rows} x {found.Columns} cells, of a grid of {size.Rows} x {size.Columns}; the grid's box is "
                + "expected")
            { Setting = nameof(CountRequest.Box) },
            _ => found,
        };

        Axis AxisOf(TableColumn column)
        {
            var rows = engine.Rows(table.Title, CountQuery.Values(table.Scan(engine), column, MostSide + 1));
            return Axis.Through([.. rows.Select(row => (double)row[0]!)], column.Name, table.Title);
        }
    }

    /// <inheritdoc/>
    public override int Find(double first, double second)
    {
        var (column, row) = (_eastward.Find(first), _northward.Find(second));
        return column == None || row == None ? None : ((Rows - 1 - row) * Columns) + column;
    }

    private static CellCentres Create(Axis eastward, Axis northward) => new(eastward, northward)
    {
        Rows = northward.Length,
        Columns = eastward.Length,
        Box = new() { West = eastward.First, East = eastward.Last, South = northward.First, North = northward.Last },
    };

    /// <summary>One direction of the grid.</summary>
    /// <param name="First">Its first edge.</param>
    /// <param name="Last">Its last edge.</param>
    /// <param name="Length">Number of cells.</param>
    private sealed record Axis(double First, double Last, int Length)
    {
        private double Step => (Last - First) / Length;

        /// <summary>Returns the cell whose centre a value is; <see cref="CellNumbers.None"/> where it is none.</summary>
        public int Find(double value)
        {
            var place = ((value - First) / Step) - 0.5;
            var cell = Math.Round(place);
            return Math.Abs(place - cell) <= Tolerance && cell >= 0 && cell < Length ? (int)cell : None;
        }

        /// <summary>Finds the regular axis through different values, ascending, some of which may lack.</summary>
        /// <exception cref="BadInputException">There is none.</exception>
        public static Axis Through(double[] values, string name, string source)
        {
            if (values.Length < 2)
            {
                throw Refuse(string.Create(CultureInfo.InvariantCulture, $"{values.Length} different values"));
            }

            double[] steps = [.. values.Zip(values.Skip(1), (one, next) => next - one)];
            var shortest = steps.Min();
            var last = steps.Sum(step => Math.Round(step / shortest));
            if (last >= MostSide || values.Length < LeastShareOfSides * (last + 1))
            {
                throw Refuse(string.Create(CultureInfo.InvariantCulture, $"values that are as near as {shortest}"));
            }

            var cell = (values[^1] - values[0]) / last;
            var axis = new Axis(Edge(values[0] - (cell / 2)), Edge(values[^1] + (cell / 2)), (int)last + 1);
            return Array.Find(values, value => axis.Find(value) == None) is not 0 and var odd
                ? throw Refuse(string.Create(CultureInfo.InvariantCulture, $"the value {odd} beside the others"))
                : axis;

            BadInputException Refuse(string what) => new(
                source,
                $"column '{name}' has {what}; the centres of cells on a regular grid are expected, at most {MostSide} in a row, or the box "
                + "and the size of the grid")
            { Setting = nameof(CountRequest.Box) };
        }

        /// <summary>Rounds an edge to a tenth of a millimetre, without the noise of its computation.</summary>
        private static double Edge(double degrees) => Math.Round(degrees, 9);
    }
}
