using System.CommandLine;
using FineFlow.Cli.Terminal;
using FineFlow.Core;
using FineFlow.Core.Conservation;
using FineFlow.Core.Datasets;

namespace FineFlow.Cli.Tests.CommandLine;

/// <summary>Command lines that cannot be meant. Each ends in one line and exit code 2, never in a trace, and nothing is written.</summary>
[Collection(nameof(InProcess))]
public sealed class HostileArgumentsTests : IDisposable
{
    /// <summary>
    /// What stands where a value is expected. {folder}, {file} and {missing} are paths of the test's own: what lies elsewhere on a machine,
    /// a folder of models for instance, could be meant.
    /// </summary>
    private static readonly string[] Values =
    [
        "", " ", "-1", "0", "1", "-0", "1.5", "1,5", "1e999", "NaN", "Infinity", "-Infinity", "2147483647", "2147483648",
        "99999999999999999999999999", "0x10", "١٢", "--", "--nosuch", "ünïcödé\u202e", "a\nb\e[31m", "'; DROP TABLE x; --", "*", "[", "{}",
        "{folder}", "{folder}/..", "{folder}/", "{file}", "{file}/", "{missing}",
        "0:0:0", "7:1:2:3", "-1:1:1", "0x0", "99999x99999", "1x", "24-0", "0-25", "2024-02-30", "0001-01-01", "9999-12-31",
        "NaN,NaN,NaN,NaN", "181,0,182,1",
        "0,0,0,0", "-74,40,-73", "http://", "http://[::", "cuda", "cuda:99", "a=b=c", "=", "key", "loss.", "base_channels=NaN", "%", "%Y%",
    ];

    /// <summary>The same for a place to write to, which most words would be.</summary>
    private static readonly string[] Places = ["", "--nosuch", "{file}", "{file}/below", "{file}/ünïcödé\n"];

    /// <summary>For each command, arguments that are refused late: whatever is wrong before is found on the way.</summary>
    private static readonly Dictionary<string, string> Lines = new()
    {
        ["city"] = "{file} --kind nosuch --out {file}/below",
        ["demo"] = "--out {file}/below",
        ["data inspect"] = "{missing}",
        ["data doctor"] = "{missing}",
        ["data synth"] = "--preset small --out {file}/below",
        ["data grid"] = "{file} --kind events --out {file}/below",
        ["data grid plan"] = "{file} --kind events --out {file}/below",
        ["data grid run"] = "{missing}",
        ["data grid status"] = "{missing}",
        ["data grid collect"] = "{missing} --out {file}/below",
        ["data weather"] = "{data} --weather {file} --temperature nosuch --out {file}/below",
        ["data covariates"] = "{data} roads={missing}.npy --out {file}/below",
        ["data split"] = "{data} --ratio 1:1:1 --out {file}/below",
        ["data fetch taxibj"] = "--task 1 --from {missing} --out {file}/below",
        ["data import taxibj"] = "{file} --task 1 --out {file}/below",
        ["data import maps"] = "{data}/train/Y.npy --factor 3 --out {file}/below",
        ["train"] = "--data {data} --set use_ext=true --out {file}/below",
        ["evaluate"] = "{missing} --data {data}",
        ["compare"] = "{missing} {file} --data {data}",
        ["zones"] = "{missing} --data {data} --zones {missing}.geojson --output {file}/below.csv",
        ["drift"] = "{missing} --data {data} --out {file}/below",
        ["report"] = "{missing}",
        ["predict"] = "{missing} --input {data}/test/X.npy --output {file}/below.npy",
        ["export"] = "{missing} --output {file}/below.onnx",
        ["serve"] = "--models {missing}",
        ["models"] = "nosuch",
        ["import-weights"] = "{file} --model plgf --out {file}/below",
        ["refresh"] = "{file} --data {data} --out {file}/below",
        ["experiment"] = "overall --data {missing} --out {file}/below",
        ["experiment plan"] = "overall --data {data} --models mean --slurm --time 5 --out {file}/below",
        ["experiment run"] = "{missing}",
        ["experiment status"] = "{missing}",
        ["experiment collect"] = "{missing}",
        ["continual"] = "--data {data} --data {data} --model espcn --out {file}/below",
        ["continual plan"] = "--data {data} --data {data} --model mean --slurm --out {file}/below",
        ["continual run"] = "{missing}",
        ["continual status"] = "{missing}",
        ["continual collect"] = "{missing}",
        ["parity"] = "{missing}",
        ["bench"] = "--models nosuch",
        ["doctor"] = "nosuch",
        ["completions"] = "nosuch",
        ["man"] = "--out {file}/below",
        ["help"] = "nosuch",
    };

    private readonly TemporaryFolder _folder = new();

    public HostileArgumentsTests()
    {
        Directory.CreateDirectory(_folder.File("folder"));
        File.WriteAllText(_folder.File("file.csv"), "time,lon,lat\n2024-01-01 10:00:00,1.06,0.5\n2024-01-01 11:00:00,1.01,0.2\n");
        var fine = new FlowMaps(new(4, 1, 8, 8), [.. Enumerable.Range(0, 4 * 64).Select(cell => (float)(cell % 7))]);
        DatasetFolder.Write(
            _folder.File("data"),
            new DatasetManifest { Name = "small" },
            [.. SplitNames.All.Select((split, number) => new FlowSplit(
                split, BlockSum.Coarsen(fine, 2), fine, null, [.. Enumerable.Range(4 * number, 4).Select(hour => 3600L * hour)]))]);
    }

    public static TheoryData<string> Commands => [.. CommandTree.Leaves.Select(leaf => string.Join(' ', leaf.Words))];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Commands))]
    public void No_value_of_any_option_or_argument_ends_in_a_trace(string words)
    {
        var command = CommandTree.Leaves.Single(leaf => string.Join(' ', leaf.Words) == words).Command;
        Assert.True(Lines.ContainsKey(words), $"{words} is not among the lines of this test: add arguments that it refuses");
        string[] path = words.Split(' ');
        string[] rest = [.. Lines[words].Split(' ').Select(Place)];
        string[] line = [.. path, .. rest];
        var before = Listing();

        AssertRefused(line);
        foreach (var value in Values.Select(Place))
        {
            AssertRefused([.. path, value, .. rest]);
            if (value != "--" && !rest[0].StartsWith('-'))
            {
                AssertRefused([.. path, value, .. rest[1..]]);
            }
        }

        foreach (var (number, option) in command.Options.Where(option => option.Name is not ("--help" or "--version")).Index())
        {
            // A fifth of the values for each option, another fifth for the next one.
            foreach (var value in option.Name is "--out" or "--output" ? Places : Values.Where((_, index) => (index + number) % 5 == 0))
            {
                AssertRefused(With(line, option, Place(value)));
            }

            var many = option.Arity.MaximumNumberOfValues > 1;
            AssertRefused([.. line, option.Name]);
            AssertRefused(many ? [.. line, option.Name, "x", option.Name] : [.. line, option.Name, "x", option.Name, "x"]);
        }

        Assert.Equal(before, Listing());
    }

    [Fact]
    public void A_very_long_argument_is_refused_in_one_line_at_once()
    {
        var huge = new string('9', 1_000_000);
        InProcess.Refusal("train", "--data", _folder.File("data"), "--out", "x", "--epochs", huge);
        InProcess.Refusal("models", huge);
        InProcess.Refusal($"--{huge}");
        InProcess.Refusal("data", "inspect", huge);
    }

    [Theory]
    [InlineData("data grid {file} --kind events --out {data}", "{data}: is not empty", "(option --overwrite)")]
    [InlineData("data split {data} --ratio 1:1:1 --out {data}", "{data}: is not empty", "(option --overwrite)")]
    [InlineData("data synth --preset small --out {data}", "{data}: is not empty", "(option --overwrite)")]
    [InlineData("experiment overall --data {data} --out {missing} --device cuda:99", "setting 'device': is cuda:99", "(option --device)")]
    [InlineData("compare {missing} {missing} --data {data} --device cuda:99", "setting 'device': is cuda:99", "(option --device)")]
    [InlineData("parity {missing} --device cuda:99", "setting 'device': is cuda:99", "(option --device)")]
    [InlineData("demo --out {missing} --device cuda:99", "setting 'device': is cuda:99", "(option --device)")]
    [InlineData("serve --demo --device cuda:99", "setting 'device': is cuda:99", "(option --device)")]
    [InlineData("serve --demo --device cpu,cuda:99", "setting 'device': is cuda:99", "(option --device)")]
    [InlineData("data split {data} --ratio 98:1:1 --out {missing}", "ratio 98:1:1: leaves a part", "option --ratio")]
    [InlineData("data grid {file} --kind events --out {missing} --grid 10x10", "cannot be cut into blocks of 4 x 4", "(option --factor)")]
    [InlineData("data grid {file} --kind events --out {missing} --grid 0x4", "1 to 4096 rows", "(option --grid)")]
    [InlineData("data grid {file} --kind events --out {missing} --slot 7", "divides a day", "(option --slot)")]
    [InlineData("data grid {file} --kind events --out {missing} --hours 9-9", "within 0-24", "(option --hours)")]
    [InlineData(
        "data grid {file} --kind events --out {missing} --from 2024-02-01 --to 2024-01-01", "the first day comes first", "(option --from)")]
    [InlineData("data grid {file} --kind events --out {missing} --max-gap 0", "at least 1", "(option --max-gap)")]
    [InlineData("data grid {file} --kind events --out {missing} --min-rows -1", "at least 0", "(option --min-rows)")]
    [InlineData("data grid {file} --kind events --out {missing} --max-bad 2", "0 to 1", "(option --max-bad)")]
    [InlineData("data grid {file} --kind events --out {missing} --box 1,0,0,1", "west below east", "(option --box)")]
    [InlineData("data grid {file} --kind events --out {missing} --split 0:0:0", "three shares", "(option --split)")]
    [InlineData("data grid {file} --kind events --out {missing} --valid-from 2024-01-01", "are expected both", "(option --valid-from)")]
    [InlineData("data grid {file} --kind events --out {missing} --memory 1", "128 to", "(option --memory)")]
    [InlineData("data grid {file} --kind events --out {missing} --threads 0", "1 to 256", "(option --threads)")]
    [InlineData("data grid {file} --kind events --out {missing} --clock utc", "time zone: is not given", "(option --zone)")]
    [InlineData("data grid {file} --kind events --out {missing} --weather {file}", "no column is named", "(option --temperature)")]
    [InlineData("data grid {file} --kind events --out {missing} --weather-max-age 0", "at most a year", "(option --weather-max-age)")]
    [InlineData("data grid {file} --kind traces --out {missing}", "has no usual column for the vehicle", "(option --vehicle)")]
    [InlineData("data grid {file} --kind trips --out {missing}", "has no usual column for the start's time", "(option --time)")]
    [InlineData("data grid {file} --kind events --out {missing} --lon lan", "has no column 'lan'", "did you mean 'lon'?")]
    [InlineData("data grid {file} --kind events --out {missing} --columns a,b", "has rows of 3 columns", "(option --columns)")]
    [InlineData("data grid {file} --kind trips --out {missing} --stations {file}", "station_id, longitude", "(option --stations)")]
    [InlineData("data weather {data} --weather {file} --out {missing}", "no column is named", "(option --temperature)")]
    [InlineData("train --data {data} --out {missing} --epochs 0", "setting 'epochs': is 0", "(option --epochs)")]
    [InlineData("train --data {data} --out {missing} --batch-size 0", "setting 'batch_size': is 0", "(option --batch-size)")]
    [InlineData("train --data {data} --out {missing} --leave-out 3x3:10", "leaves out district 10 of 9", "(option --leave-out)")]
    [InlineData("train --data {data} --out {missing} --leave-out 2x2", "is no file, and no ROWSxCOLUMNS:K", "(option --leave-out)")]
    [InlineData("train --data {data} --out {missing} --leave-out 1x1:1", "leaves no fine counts to learn from", "(option --leave-out)")]
    [InlineData("train --data {data} --out {missing} --model plgff", "model 'plgff': is unknown", "(option --model)")]
    [InlineData("train --data {data} --out {missing} --loss mae", "loss 'mae': is unknown", "(option --loss)")]
    [InlineData("train --data {data} --out {missing} --recipe comon", "did you mean 'common'?", "(option --recipe)")]
    [InlineData("train --data {data} --model plgf --out {missing} --set base_chanels=8", "did you mean 'base_channels'?")]
    [InlineData("evaluate {missing} --data {data} --split tset", "has no split 'tset'", "did you mean 'test'?", "(option --split)")]
    [InlineData("experiment overall --data {data} --out {missing} --budget quik", "did you mean 'quick'?", "(option --budget)")]
    [InlineData("continual --data {data} --model espcn --out {missing}", "the sequence: has 1 dataset(s)", "(option --data)")]
    [InlineData("continual --data {data} --data {data}s --out {missing}", "no such folder", "did you mean 'data'?")]
    [InlineData(
        "continual --data {data} --data {data} --strategy finetune,replya --out {missing}",
        "did you mean 'replay'?",
        "(option --strategy)")]
    [InlineData("continual --data {data} --data {data} --model kha --out {missing}", "model 'kha': keeps the fine", "(option --model)")]
    [InlineData("continual --data {data} --data {data} --model mean --out {missing}", "has no weights that gradients", "(option --model)")]
    [InlineData("continual --data {data} --data {data} --model espcn --out {missing} --set strategy.bufer=9", "did you mean 'buffer'?")]
    [InlineData("continual --data {data} --data {data} --model espcn --out {missing} --set strategy.buffer=1", "setting 'buffer': is 1")]
    [InlineData("continual --data {data} --data {data} --model espcn --out {missing} --seeds 0", "option --seeds: is 0")]
    [InlineData("continual --data {data} --data {data} --model espcn --out {data}", "is not of a sequence of tasks", "(option --out)")]
    [InlineData("data inspect {data}s", "no such folder", "did you mean 'data'?")]
    [InlineData("evaluate {data}s --data {data}", "is not a folder", "did you mean 'data'?")]
    [InlineData("data grid {file}s --kind events --out {missing}", "no such file", "did you mean 'file.csv'?")]
    public void What_an_option_decides_names_the_option(string line, params string[] words)
    {
        var before = Listing();
        var refusal = InProcess.Refusal(line.Split(' ').Select(Place).ToList());

        Assert.All(words.Select(Place), word => Assert.Contains(word, refusal, StringComparison.Ordinal));
        Assert.Equal(before, Listing());
    }

    private string Place(string word) => word
        .Replace("{folder}", _folder.File("folder"), StringComparison.Ordinal)
        .Replace("{file}", _folder.File("file.csv"), StringComparison.Ordinal)
        .Replace("{missing}", _folder.File("nothing"), StringComparison.Ordinal)
        .Replace("{data}", _folder.File("data"), StringComparison.Ordinal);

    /// <summary>The line with a value for an option, in place of the one that it has.</summary>
    private static string[] With(string[] line, Option option, string value)
    {
        var at = Array.IndexOf(line, option.Name);
        return at < 0 || option.Arity.MaximumNumberOfValues > 1
            ? [.. line, option.Name, value]
            : [.. line[..(at + 1)], value, .. line[(at + 2)..]];
    }

    /// <summary>Notes and warnings may stand before the refusal. A doctor that finds what is wrong has done its work.</summary>
    private static void AssertRefused(IReadOnlyList<string> line)
    {
        var words = string.Join(' ', line.Select(word => $"'{word}'"));
        var run = Task.Run(() => InProcess.Run(line));
        Assert.True(run.Wait(TimeSpan.FromMinutes(2)), $"does not end: {words}");
        var (code, output, error) = run.Result;
        var what = $"exit code {code} of {words}: {error}";
        if (line is ["data", "doctor", ..] && code == ExitCodes.CheckFailed)
        {
            return;
        }

        Assert.True(code == ExitCodes.BadInput && output.Length == 0, what);
        Assert.True(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1].StartsWith("fineflow: ", StringComparison.Ordinal), what);
        Assert.False(error.Contains("   at ", StringComparison.Ordinal) || error.Contains("unforeseen", StringComparison.Ordinal), what);
    }

    private List<string> Listing() =>
        [.. Directory.EnumerateFileSystemEntries(_folder.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
