namespace FineFlow.Cli.Tests.CommandLine;

[Collection(nameof(InProcess))]
public class DidYouMeanTests
{
    public static TheoryData<string> Commands => [.. CommandTree.All.Select(one => string.Join(' ', one.Words))];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_mistyped_option_of_every_command_is_named_with_the_one_that_was_meant(string words)
    {
        var command = CommandTree.All.Single(one => string.Join(' ', one.Words) == words).Command;
        var options = command.Options.Select(option => option.Name).ToHashSet();
        var path = words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var typos = options.SelectMany(option => Typos(option).Select(typo => (option, typo)));
        foreach (var (option, typo) in typos.Where(pair => !options.Contains(pair.typo)))
        {
            // In front of a positional argument, behind one, and with a value.
            foreach (string[] rest in (string[][])[[typo], ["x", typo, "5"], ["x", $"{typo}=5"]])
            {
                if (command.Subcommands.Count > 0 && rest[0] == "x")
                {
                    continue;
                }

                var refusal = InProcess.Refusal([.. path, .. rest]);
                var unknown = rest.First(word => word.StartsWith('-'));
                Assert.Contains($"unknown option '{unknown}'; did you mean --", refusal, StringComparison.Ordinal);
                Assert.Contains(" --help)", refusal, StringComparison.Ordinal);
            }

            var mistaken = SwapOf(option) is { } swap && !options.Contains(swap) ? swap : typo;
            Assert.Contains($"did you mean {option}", InProcess.Refusal([.. path, mistaken]), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_mistyped_command_is_named_with_the_one_that_was_meant()
    {
        // Beside 'experiment NAME' a mistyped 'experiment plan' is a name.
        var withArguments = CommandTree.All.Where(one => one.Command.Arguments.Count > 0)
            .Select(one => string.Join(' ', one.Words)).ToHashSet();
        foreach (var (words, _) in CommandTree.All.Skip(1).Where(one => !withArguments.Contains(string.Join(' ', one.Words[..^1]))))
        {
            var siblings = CommandTree.All.Where(other => other.Words.Length == words.Length).Select(other => other.Words[^1]).ToHashSet();
            foreach (var typo in Typos(words[^1]).Where(typo => !siblings.Contains(typo)))
            {
                var refusal = InProcess.Refusal([.. words[..^1], typo]);
                Assert.Contains($"unknown command '{typo}'; did you mean ", refusal, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("data grid trips.csv --grd 64x64", "unknown option '--grd'; did you mean --grid?")]
    [InlineData("data grid trips.csv --grd=64x64", "unknown option '--grd=64x64'; did you mean --grid?")]
    [InlineData("data grid trips.csv -grid 64x64", "unknown option '-grid'; did you mean --grid?")]
    [InlineData("data grid trips.csv --kind events --out --overwrit", "unknown option '--overwrit'; did you mean --overwrite?")]
    [InlineData("train --dat x --out y", "unknown option '--dat'; did you mean --data?")]
    [InlineData("trian --data x", "unknown command 'trian'; did you mean fineflow train?")]
    [InlineData("eval run", "unknown command 'eval'; did you mean fineflow evaluate?")]
    [InlineData("grid trips.csv", "unknown command 'grid'; did you mean fineflow data grid?")]
    [InlineData("data evaluate", "unknown command 'evaluate'; did you mean fineflow evaluate?")]
    [InlineData("help trian", "unknown command 'trian'; did you mean fineflow train?")]
    [InlineData("trian --help", "unknown command 'trian'; did you mean fineflow train?")]
    [InlineData("--versoin", "unknown option '--versoin'; did you mean --version?")]
    [InlineData("doctor --nosuch", "unknown option '--nosuch' (see")]
    [InlineData("models plgff", "model 'plgff': is unknown", "did you mean 'plgf'?")]
    [InlineData("data synth --preset smal --out x", "did you mean 'small'?", "(option --preset)")]
    [InlineData("data grid f.csv --kind evnts --out x", "option --kind: 'evnts'", "did you mean 'events'?")]
    [InlineData("data grid f.csv --kind events --out x --flow bot", "did you mean 'both'?")]
    [InlineData("data grid f.csv --kind events --out x --zone America/New_Yrok", "did you mean 'America/New_York'?", "(option --zone)")]
    [InlineData("experiment overal --data x --out y", "did you mean 'overall'?")]
    [InlineData("bench --models plgff", "did you mean 'plgf'?")]
    [InlineData("bench --mode infr", "did you mean 'infer'?")]
    [InlineData("import-weights w --model plfg --out x", "did you mean 'plgf'?")]
    [InlineData("import-weights w --model plgf --set base_chanels=8 --out x", "did you mean 'base_channels'?")]
    public void A_name_that_is_not_known_is_followed_by_the_nearest_that_is(string line, params string[] words)
    {
        var refusal = InProcess.Refusal(line.Split(' ')).Replace(InProcess.Program.Name, "fineflow", StringComparison.Ordinal);
        Assert.All(words, word => Assert.Contains(word, refusal, StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_of_such_a_name_can_still_be_meant() => Assert.Contains(
        "--x.csv: no such file",
        InProcess.Refusal("data", "grid", "--kind", "events", "--out", "y", "--", "--x.csv"),
        StringComparison.Ordinal);

    [Fact]
    public void A_value_of_such_a_name_can_still_be_meant() =>
        Assert.Contains("--x: no such folder", InProcess.Refusal("evaluate", "run", "--data=--x"), StringComparison.Ordinal);

    /// <summary>A letter left out, a letter too many, another letter, two letters swapped.</summary>
    private static IEnumerable<string> Typos(string name)
    {
        var start = name.LastIndexOf("--", StringComparison.Ordinal) + 1 is > 0 and var dashes ? dashes + 1 : 0;
        var middle = start + (name.Length - start) / 2;
        if (name.Length - start > 3)
        {
            yield return name.Remove(middle, 1);
        }

        yield return name.Insert(middle, "q");
        yield return $"{name}q";
        if (SwapOf(name) is { } swap)
        {
            yield return swap;
        }
    }

    /// <summary>The name with its last two letters swapped; null where they are the same.</summary>
    private static string? SwapOf(string name) => name[^1] == name[^2] ? null : $"{name[..^2]}{name[^1]}{name[^2]}";
}
