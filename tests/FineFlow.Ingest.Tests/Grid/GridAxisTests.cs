using System.Globalization;
using System.Numerics;
using CsCheck;
using FineFlow.Ingest.Grid;

namespace FineFlow.Ingest.Tests.Grid;

public class GridAxisTests
{
    private const int MostDegrees = 180;

    /// <summary>An axis and numbers on its edges, next to them and anywhere, in decimals of at most 15 digits.</summary>
    private static readonly Gen<(int Places, long Low, long High, int Cells, long[] Numbers)> Axes =
        from places in Gen.Int[0, 12]
        let most = MostDegrees * Power(places)
        from cells in Gen.Int[1, 200]
        from low in Gen.Long[-most, most - cells]
        from even in Gen.Bool
        from size in Gen.Long[1, (most - low) / cells]
        from end in Gen.Long[low + 1, most]
        let high = even ? low + cells * size : end
        from onEdges in Gen.Int[0, cells].Array[1, 10]
        from beside in Gen.Long[-2, 2].Array[10]
        from anywhere in Gen.Long[Math.Max(-most, low - 5), Math.Min(most, high + 5)].Array[10]
        let byEdges = onEdges.Select((cell, i) => low + (long)((Int128)cell * (high - low) / cells) + beside[i])
        select (places, low, high, cells, byEdges.Concat(anywhere).ToArray());

    [Fact]
    public void A_number_lies_in_the_cell_that_integers_put_it_in() => Axes.Sample(
        (places, low, high, cells, numbers) =>
        {
            var axis = new GridAxis(Double(low, places), Double(high, places), cells, isClosed: false);
            foreach (var number in numbers)
            {
                Assert.Equal(Cell(number, low, high, cells), axis.Find(Double(number, places)));
            }
        },
        iter: 2000);

    [Fact]
    public void A_mirrored_axis_has_the_upper_edges_in_its_cells() => Axes.Sample(
        (places, low, high, cells, numbers) =>
        {
            var axis = new GridAxis(-Double(high, places), -Double(low, places), cells, isClosed: false);
            foreach (var number in numbers)
            {
                Assert.Equal(Cell(-number, -high, -low, cells), axis.Find(-Double(number, places)));
            }
        },
        iter: 500);

    [Theory]
    [InlineData(0.9, 1.1, 10, 1.06, 8)]
    [InlineData(0.9, 1.1, 10, 1.0599999999999998, 7)]
    [InlineData(-0.1, 0.1, 10, 0, 5)]
    [InlineData(-0.1, 0.1, 10, -5e-324, 4)]
    [InlineData(-0.1, 0.1, 10, 5e-324, 5)]
    [InlineData(0, 1, 3, 0.3333333333333333, 0)]
    [InlineData(0, 1, 3, 0.33333333333333337, 1)]
    [InlineData(0, 1, 3, double.NaN, CellGrid.Outside)]
    [InlineData(0, 1, 3, double.NegativeInfinity, CellGrid.Outside)]
    [InlineData(0, 1, 3, double.PositiveInfinity, CellGrid.Outside)]
    [InlineData(1, 1.0000000000000002, 2, 1, 0)]
    [InlineData(0, 1e-320, 4096, 5e-321, 2048)]
    public void The_smallest_differences_decide(double low, double high, int cells, double number, int expected) =>
        Assert.Equal(expected, new GridAxis(low, high, cells, isClosed: false).Find(number));

    [Fact]
    public void The_last_cell_of_a_closed_axis_has_its_upper_edge()
    {
        var axis = new GridAxis(-180, 180, 4, isClosed: true);
        Assert.Equal((3, CellGrid.Outside), (axis.Find(180), axis.Find(Math.BitIncrement(180))));
    }

    private static int Cell(long number, long low, long high, int cells)
    {
        var product = new BigInteger(number - low) * cells;
        return number < low || number >= high ? CellGrid.Outside : (int)(product / (high - low));
    }

    private static double Double(long units, int places) =>
        double.Parse(FormattableString.Invariant($"{units}E-{places}"), CultureInfo.InvariantCulture);

    private static long Power(int places) => (long)BigInteger.Pow(10, places);
}
