namespace FineFlow.Core.Datasets;

/// <summary>Collects what is odd but usable; in strict mode the first such thing is an error.</summary>
internal sealed class WarningList(bool strict)
{
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines => _lines;

    public void Add(string source, string problem)
    {
        if (strict)
        {
            throw new BadInputException(source, problem) { Setting = nameof(DatasetLoadOptions.Strict) };
        }

        _lines.Add(Invariant($"{source}: {problem}"));
    }
}
