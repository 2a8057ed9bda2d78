// What share of small changes of a library's code do the library's own tests notice? Changes are drawn at random and made one at a time.
//
//   dotnet build -c Release
//   dotnet run -c Release --no-build --project benchmarks/FineFlow.Mutation -- [LIBRARY [CHANGES [SEED]]]
//
// Without arguments: 200 changes of FineFlow.Core, drawn by the seed 1. It prints what was not noticed, and ends with 1 below 85 %.
using System.Globalization;
using FineFlow.Mutation;

var name = args.Length > 0 ? args[0] : "FineFlow.Core";
var wanted = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 200;
var random = new Random(args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 1);
var library = await Library.OpenAsync(name);
var tests = new LibraryTests(name);
if (!library.TryCompile(change: null, tests.Assembly) || !tests.Pass())
{
    Console.Error.WriteLine($"{name} fails its tests as it is");
    return 2;
}

Change[] changes = [.. library.Trees.SelectMany(Changes.Of)];
random.Shuffle(changes);
var (made, noticed) = (0, 0);

// What does not compile is no change that a person could make. Each is compiled right before its tests run.
foreach (var change in changes.Where(change => library.TryCompile(change, tests.Assembly)).Take(wanted))
{
    made++;
    if (tests.Pass())
    {
        Console.WriteLine($"not noticed: {change}");
    }
    else
    {
        noticed++;
    }

    Console.Error.WriteLine($"{noticed} of {made} noticed, {wanted - made} to go");
}

var (low, high) = Wilson(noticed, made);
Console.WriteLine($"{name}: {noticed} of {made} changes noticed, drawn from {changes.Length}");
Console.WriteLine($"{Percent((double)noticed / made)}, 95 % interval {Percent(low)} to {Percent(high)}");
return noticed < 0.85 * made ? 1 : 0;

static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:F1} %");

// Wilson's interval of a share.
static (double Low, double High) Wilson(int hits, int tries)
{
    const double z = 1.96;
    var (share, weight) = ((double)hits / tries, z * z / tries);
    var middle = (share + (weight / 2)) / (1 + weight);
    var half = z * Math.Sqrt((share * (1 - share) / tries) + (weight / 4 / tries)) / (1 + weight);
    return (middle - half, middle + half);
}
