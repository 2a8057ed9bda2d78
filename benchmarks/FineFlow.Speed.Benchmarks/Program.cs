// How much faster one build of fineflow is than another. Both measure the same with `fineflow bench`, by turns, each turn in its own
// process. Who comes first changes from round to round: a machine lent by others often gives the first of two more.
//
//   dotnet run -c Release --project benchmarks/FineFlow.Speed.Benchmarks -- BEFORE AFTER [ROUNDS [BENCH OPTIONS...]]
//
// BEFORE and AFTER are programs, such as artifacts/bin/FineFlow.Cli/release/fineflow of two checkouts. AFTER also measures bf16, which is
// compared with the fp32 of BEFORE.
using System.Globalization;
using FineFlow.Speed.Benchmarks;

if (args.Length < 2)
{
    Console.Error.WriteLine("expected: BEFORE AFTER [ROUNDS [BENCH OPTIONS...]]");
    return 2;
}

var rounds = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 3;
string[] options = args.Length > 3 ? args[3..] : ["--models", "plgf", "--batch", "16", "--threads", "2", "--seconds", "6"];
var (before, after) = (new List<Turn>(), new List<Turn>());
for (var round = 1; round <= rounds; round++)
{
    Console.Error.WriteLine($"round {round} of {rounds}");
    var measureBefore = () => before.Add(Turn.Of(args[0], options));
    var measureAfter = () => after.Add(Turn.Of(args[1], [.. options, "--precision", "fp32,bf16"]));
    Action[] inOrder = round % 2 == 1 ? [measureBefore, measureAfter] : [measureAfter, measureBefore];
    foreach (var measure in inOrder)
    {
        measure();
    }
}

Console.WriteLine("| model | does | numbers | before: samples/s | after | ratio, by rounds | share of the ceiling | peak memory, MB |");
Console.WriteLine("|---|---|---|---|---|---|---|---|");
foreach (var kind in after[0].Kinds)
{
    var (old, now) = (before.ConvertAll(turn => turn.Of(kind with { Numbers = "fp32" })), after.ConvertAll(turn => turn.Of(kind)));
    var ratios = old.Zip(now, (first, second) => second.Speed / first.Speed);
    var speeds = $"{Text(old.Select(r => r.Speed), "F2")} | {Text(now.Select(r => r.Speed), "F2")} | {Text(ratios, "F2")}";
    var shares = $"{Text(old.Select(r => 100 * r.OfCeiling), "F0")} % -> {Text(now.Select(r => 100 * r.OfCeiling), "F0")} %";
    var memory = $"{Text(old.Select(r => r.Megabytes), "F0")} -> {Text(now.Select(r => r.Megabytes), "F0")}";
    Console.WriteLine($"| {kind.Model} | {kind.Mode} | {kind.Numbers} | {speeds} | {shares} | {memory} |");
}

var ceilings = (Before: Text(before.Select(turn => turn.Ceiling), "F0"), After: Text(after.Select(turn => turn.Ceiling), "F0"));
Console.WriteLine($"ceilings, GFLOP/s: before {ceilings.Before}; after {ceilings.After}");
return 0;

static string Text(IEnumerable<double> values, string format) =>
    string.Join(", ", values.Select(value => value.ToString(format, CultureInfo.InvariantCulture)).Distinct());
