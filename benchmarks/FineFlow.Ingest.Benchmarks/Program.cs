// How long `fineflow data grid` takes for many events, next to a plain DuckDB query that only scans and groups the same file, and how much
// memory it holds. Each measurement is a process of its own.
//
//   dotnet run -c Release --project benchmarks/FineFlow.Ingest.Benchmarks [-- MILLIONS_OF_EVENTS [ROUNDS]]
//   dotnet run -c Release --project benchmarks/FineFlow.Ingest.Benchmarks -- trips MILLIONS    trips in Parquet, in little memory
using System.Diagnostics;
using System.Globalization;
using FineFlow.Ingest.Benchmarks;

if (args is ["measure", var what, var file])
{
    Measurement.Run(what, file);
    return;
}

if (args is ["trips", var number])
{
    CountTrips(double.Parse(number, CultureInfo.InvariantCulture));
    return;
}

var millions = args.Length > 0 ? double.Parse(args[0], CultureInfo.InvariantCulture) : 10;
var rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 3;
var folder = Directory.CreateTempSubdirectory("fineflow-bench-");
try
{
    foreach (var input in Events.Write(folder.FullName, (long)(millions * 1e6)))
    {
        var (plain, grid) = (new List<Measurement>(), new List<Measurement>());
        for (var round = 0; round < rounds; round++)
        {
            plain.Add(InAnotherProcess("plain", input));
            grid.Add(InAnotherProcess("grid", input));
        }

        var (query, counting) = (plain.MinBy(run => run.Seconds)!, grid.MinBy(run => run.Seconds)!);
        var format = Path.GetExtension(input)[1..];
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{format,-8} {millions} M events: plain query {query}, data grid {counting}, ")
            + string.Create(CultureInfo.InvariantCulture, $"{millions * 1e6 / counting.Seconds:N0} rows/s, ")
            + string.Create(CultureInfo.InvariantCulture, $"{counting.Seconds / query.Seconds:F2} of the query's time"));
    }
}
finally
{
    folder.Delete(recursive: true);
}

static void CountTrips(double millions)
{
    var folder = Directory.CreateTempSubdirectory("fineflow-bench-");
    try
    {
        var input = Events.WriteTrips(folder.FullName, (long)(millions * 1e6));
        var megabytes = new FileInfo(input).Length / 1e6;
        var counting = InAnotherProcess("trips", input);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{millions} M trips, {megabytes:F0} MB of Parquet, {Measurement.TripMegabytes} MB for DuckDB: {counting}"));
    }
    finally
    {
        folder.Delete(recursive: true);
    }
}

static Measurement InAnotherProcess(string what, string file)
{
    var start = new ProcessStartInfo(Environment.ProcessPath!, ["measure", what, file]) { RedirectStandardOutput = true };
    using var process = Process.Start(start)!;
    var output = process.StandardOutput.ReadToEnd();
    process.WaitForExit();
    return process.ExitCode == 0 ? Measurement.Parse(output) : throw new InvalidOperationException($"measuring {what} of {file} failed");
}
