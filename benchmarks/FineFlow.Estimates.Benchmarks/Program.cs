// Processor time for the maps that follow from a distribution of one frame of 128 x 128 fine cells in blocks of 4 x 4: milliseconds of one
// core for the map that is best for each metric, an interval of two quantiles, and a random map.
//
//   dotnet run -c Release --project benchmarks/FineFlow.Estimates.Benchmarks [-- FRAMES]
using System.Diagnostics;
using System.Globalization;
using FineFlow.Core;
using FineFlow.Core.Distributions;
using FineFlow.Core.Sampling;

const int Blocks = 32, Factor = 4;
var frames = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 50;

Console.WriteLine("| vehicles in a block, mean and most | mean map | MAE map | MAPE map | two quantiles | random map |");
Console.WriteLine("|---|---|---|---|---|---|");
foreach (var busiest in new[] { 20, 200, 2000, 20_000 })
{
    var (coarse, distribution) = Frame(busiest);
    Action[] maps =
    [
        () => Estimates.Map(coarse, distribution, EstimateKind.Mean),
        () => Estimates.Map(coarse, distribution, EstimateKind.Mae),
        () => Estimates.Map(coarse, distribution, EstimateKind.Mape),
        () => { _ = Quantiles.Map(coarse, distribution, 0.05); _ = Quantiles.Map(coarse, distribution, 0.95); },
        () => Draws.Map(coarse, distribution, seed: 1, number: 0),
    ];
    var times = maps.Select(Milliseconds).Select(time => time.ToString("F1", CultureInfo.InvariantCulture));
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"| {coarse.Values.Average():F1}, {coarse.Values.Max():F0} | {string.Join(" | ", times)} |"));
}

// A few busy blocks and many quiet ones, as in a city: counts fall with a power of the rank.
static (FlowMaps Coarse, ShareDistribution Distribution) Frame(int busiest)
{
    var random = new RandomStream(1);
    var coarse = new FlowMaps(new(1, 1, Blocks, Blocks));
    for (var block = 0; block < coarse.Values.Length; block++)
    {
        coarse.Values[block] = (float)Math.Round(busiest * Math.Pow(random.NextDouble(), 4));
    }

    var shares = new FlowMaps(coarse.Shape.Refined(Factor));
    for (var row = 0; row < shares.Rows; row += Factor)
    {
        for (var column = 0; column < shares.Columns; column += Factor)
        {
            Share(shares, row, column, random);
        }
    }

    return (coarse, new(shares, new(coarse.Shape, [.. Enumerable.Repeat(20f, coarse.Values.Length)])));
}

static void Share(FlowMaps shares, int top, int left, RandomStream random)
{
    var weights = Enumerable.Range(0, Factor * Factor).Select(_ => -Math.Log(1 - random.NextDouble())).ToArray();
    for (var cell = 0; cell < weights.Length; cell++)
    {
        shares.Values[((top + (cell / Factor)) * shares.Columns) + left + (cell % Factor)] = (float)(weights[cell] / weights.Sum());
    }
}

double Milliseconds(Action map)
{
    for (var frame = 0; frame < frames; frame++)
    {
        map(); // compiled, then compiled better
    }

    var before = Process.GetCurrentProcess().TotalProcessorTime;
    for (var frame = 0; frame < frames; frame++)
    {
        map();
    }

    return (Process.GetCurrentProcess().TotalProcessorTime - before).TotalMilliseconds / frames;
}
