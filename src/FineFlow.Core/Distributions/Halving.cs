namespace FineFlow.Core.Distributions;

/// <summary>The cells of a block, halved again and again along their longer side, rows first, until each half is a cell.</summary>
internal sealed class Halving
{
    private readonly List<Step> _steps = [];

    /// <param name="factor">Upscaling factor N.</param>
    public Halving(int factor)
    {
        Cells = new int[factor * factor];
        Split(factor, new(0, factor), new(0, factor), 0, 0);
    }

    /// <summary>The block's N^2 cells in row-major order, put so that each half lies in one piece.</summary>
    public int[] Cells { get; }

    /// <summary>The steps, larger pieces first.</summary>
    public IReadOnlyList<Step> Steps => _steps;

    /// <summary>Number of depths.</summary>
    public int Depths => _steps.Count == 0 ? 0 : _steps.Max(step => step.Depth) + 1;

    private void Split(int factor, Side rows, Side columns, int from, int depth)
    {
        if (rows.Length * columns.Length == 1)
        {
            Cells[from] = rows.From * factor + columns.From;
            return;
        }

        var byRows = rows.Length >= columns.Length;
        var (first, second) = (byRows ? rows : columns).Halves();
        var middle = from + first.Length * (byRows ? columns : rows).Length;
        _steps.Add(new(from, middle, from + rows.Length * columns.Length, depth));
        Split(factor, byRows ? first : rows, byRows ? columns : first, from, depth + 1);
        Split(factor, byRows ? second : rows, byRows ? columns : second, middle, depth + 1);
    }

    /// <summary>One halving, of places in <see cref="Cells"/>.</summary>
    /// <param name="From">The first of the first half, the northern or the western one.</param>
    /// <param name="Middle">The first of the second half.</param>
    /// <param name="Until">The first behind it.</param>
    /// <param name="Depth">Number of halvings before it.</param>
    internal readonly record struct Step(int From, int Middle, int Until, int Depth);

    private readonly record struct Side(int From, int Until)
    {
        public int Length => Until - From;

        public (Side First, Side Second) Halves() => (new(From, From + (Length + 1) / 2), new(From + (Length + 1) / 2, Until));
    }
}
