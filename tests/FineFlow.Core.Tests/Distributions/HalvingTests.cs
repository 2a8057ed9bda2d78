using FineFlow.Core.Distributions;

namespace FineFlow.Core.Tests.Distributions;

public class HalvingTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(8)]
    public void Every_cell_is_reached_once_by_halves_of_whole_sides(int factor)
    {
        var halving = new Halving(factor);

        Assert.Equal(Enumerable.Range(0, factor * factor), halving.Cells.Order());
        Assert.Equal((factor * factor) - 1, halving.Steps.Count);
        var pieces = new HashSet<(int, int)> { (0, factor * factor) };
        foreach (var step in halving.Steps)
        {
            Assert.True(pieces.Remove((step.From, step.Until)), $"{step} halves what is no piece");
            Assert.True(pieces.Add((step.From, step.Middle)) && pieces.Add((step.Middle, step.Until)));
            Assert.True(Rows(step.From, step.Middle).Max() < Rows(step.Middle, step.Until).Min()
                || Columns(step.From, step.Middle).Max() < Columns(step.Middle, step.Until).Min());
        }

        Assert.All(pieces, piece => Assert.Equal(1, piece.Item2 - piece.Item1));

        IEnumerable<int> Rows(int from, int until) => halving.Cells[from..until].Select(cell => cell / factor);
        IEnumerable<int> Columns(int from, int until) => halving.Cells[from..until].Select(cell => cell % factor);
    }
}
