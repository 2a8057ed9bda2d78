namespace FineFlow.Architecture.Tests;

public sealed class LineLengthTests
{
    private const int Longest = 140;

    [Fact]
    public void No_line_is_longer_than_140_characters()
    {
        var offenders = Repository.CSharpFiles("src", "tests", "samples", "benchmarks", "build")
            .SelectMany(path => TooLong(Repository.Relative(path), File.ReadLines(path)))
            .ToList();

        Assert.True(offenders.Count == 0, $"{offenders.Count} lines are too long:\n  {string.Join("\n  ", offenders)}");
    }

    [Fact]
    public void A_line_of_141_characters_is_too_long() =>
        Assert.Equal(["a.cs:2: 141 characters"], TooLong("a.cs", [new string('x', Longest), new string('x', Longest + 1)]));

    private static IEnumerable<string> TooLong(string path, IEnumerable<string> lines) => lines.Index()
        .Where(line => line.Item.Length > Longest)
        .Select(line => $"{path}:{line.Index + 1}: {line.Item.Length} characters");
}
