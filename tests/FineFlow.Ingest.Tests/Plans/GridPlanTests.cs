using System.Text.Json;
using FineFlow.Core;
using FineFlow.Core.Settings;
using FineFlow.Core.Workers;
using FineFlow.Ingest.Grid;
using FineFlow.Ingest.Plans;
using FineFlow.Ingest.Tests.Grid;
using static System.FormattableString;

namespace FineFlow.Ingest.Tests.Plans;

/// <summary>Parts that are counted by themselves, by whichever process, give the dataset of one process.</summary>
public sealed class GridPlanTests : IDisposable
{
    private const int Files = 5;

    private static readonly (string From, string To)[] Hostile =
    [
        ("\"format\": 1", "\"format\": 2"),
        ("\"now\": \"20", "\"now\": \"90"),
        ("\"rows\": 8", "\"rows\": 2147483647"),
        ("\"kind\": \"events\"", "\"kind\": \"nosuch\""),
        ("\"kind\": \"events\"", "\"kind\": null"),
        ("\"time_formats\": []", "\"time_formats\": [null]"),
        ("\"parts\": [", "\"parts\": [[0],"),
        ("\"parts\": [", "\"parts\": [null,"),
        ("\"parts\": [", "\"parts\": [[],"),
        ("\"parts\": [", "\"parts\": [[-1],"),
        ("\"files\": [", "\"files\": [null,"),
        ("\"inputs\": [", "\"inputs\": [\"/etc/passwd\","),
        ("\"box\": {", "\"nobox\": {"),
    ];

    private readonly TemporaryFolder _folder = new();

    private string Plan => _folder.File("plan");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(null, false)]
    [InlineData(3, false)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    public void Events_with_bad_rows_of_every_kind_give_the_bytes_of_one_process(int? parts, bool findsBox)
    {
        var files = Enumerable.Range(0, Files).Select(file => Flows.Write(
            _folder, $"events-{file}.csv", [file % 2 == 0 ? "time,lon,lat,n" : "n,lat,timestamp,lon", .. Events(file)])).ToArray();
        AssertSame(
            Flows.Options(GridKind.Events, files) with { Box = findsBox ? null : Flows.Box, Columns = new() { Weight = "n" } }, parts);

        static IEnumerable<string> Events(int file) => Enumerable.Range(0, 40).Select(row =>
        {
            var time = row == 7 ? "soon" : row == 8 ? "2990-01-01 00:00" : Invariant($"2024-01-0{1 + file} {row % 24:00}:1{file}");
            var (lon, lat) = (row * 7 % 90 / 10m, row * 3 % 85 / 10m);
            return file % 2 == 0 ? Invariant($"{time},{lon},{lat},{row % 4}") : Invariant($"{row % 4},{lat},{time},{lon}");
        }).Append(file == 3 ? "a,b" : "");
    }

    [Fact]
    public void Trips_in_compressed_files_give_the_bytes_of_one_process()
    {
        var files = Enumerable.Range(0, Files).Select(file => Compressed.Gzip(
            _folder, $"trips-{file}.csv.gz", ["started_at,start_lng,start_lat,ended_at,end_lng,end_lat", .. Trips(file)])).ToArray();
        AssertSame(Flows.Options(GridKind.Trips, files) with { Split = new(), MinSlotRows = 2 }, parts: 2);

        static IEnumerable<string> Trips(int file) => Enumerable.Range(0, 30).Select(row =>
            Invariant($"2024-01-01 {row * 5 % 24:00}:00,{row % 8}.5,{file},")
            + Invariant($"2024-01-01 {(row + file) * 5 % 24:00}:30,{(row == 4 ? "" : "3")},{row % 7}"));
    }

    [Fact]
    public void Trips_between_stations_give_the_bytes_of_one_process()
    {
        var stations = Flows.Write(_folder, "stations.csv", "station_id,lon,lat", "1,1.5,1.5", "2,3.5,2.5", "3,6.5,6.5");
        var files = Enumerable.Range(0, Files).Select(file => Flows.Write(
            _folder, $"trips-{file}.csv",
            ["started_at,ended_at,start_station_id,end_station_id",
                .. Enumerable.Range(0, 20).Select(row => Invariant(
                    $"2024-01-01 {row:00}:00,2024-01-01 {row:00}:2{file},{1 + row % 3},{1 + (row + file) % 4}"))])).ToArray();
        AssertSame(Flows.Options(GridKind.Trips, files) with { Stations = stations }, parts: null);
    }

    [Fact]
    public void Traces_are_divided_by_their_vehicles()
    {
        // Vehicles of the files 0 and 3 are the same, and rows of them lie side by side in time.
        var files = Enumerable.Range(0, Files).Select(file => Flows.Write(
            _folder, $"traces-{file}.csv",
            ["vehicle,time,lon,lat", .. Enumerable.Range(0, 40).Select(row => Invariant(
                $"{(row == 5 ? "" : file == 3 ? 0 : file)},2024-01-01 10:{row:00}:{file * 7:00},{row * (1 + file) % 8}.5,{row % 8}.5"))]))
            .ToArray();
        var plan = AssertSame(Flows.Options(GridKind.Traces, files), parts: null);

        Assert.Equal([[0, 3], [1], [2], [4]], plan.Parts);
        Assert.Contains(
            "share vehicles",
            Assert.Throws<BadInputException>(() => Make(Flows.Options(GridKind.Traces, files[0], files[3]), _folder.File("other"))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Processes_at_once_count_each_part_and_one_goes_on_where_another_died()
    {
        var options = Small();
        Make(options, Plan);
        Directory.CreateDirectory(Path.Combine(Plan, "leases"));
        File.WriteAllText(Path.Combine(Plan, "leases", "2.0001.lease"), "elsewhere - 1 1"); // of a process that says nothing any more

        var workers = Enumerable.Range(0, 2).Select(_ => new Thread(() => GridWorker.Run(
            Plan, options.Limits, expiry: TimeSpan.FromMilliseconds(300), cancellationToken: TestContext.Current.CancellationToken)))
            .ToList();
        workers.ForEach(worker => worker.Start());
        workers.ForEach(worker => worker.Join());

        AssertCollected(options);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(Plan, "leases")));
        Assert.Equal(Files, GridPlanStatus.Of(Plan).Counted);
    }

    [Fact]
    public void A_file_of_which_too_much_is_bad_is_refused_with_the_words_of_one_process()
    {
        var options = Small() with { MaxBadShare = 0.4 };
        File.AppendAllText(options.Inputs[3], "soon,1,1\n2024-01-01 07:00,,1\n");
        Make(options, Plan);
        GridWorker.Run(Plan, options.Limits);

        var alone = Assert.Throws<BadInputException>(() => Flows.Build(options));
        var collected = Assert.Throws<BadInputException>(() => Collect(options));
        Assert.Contains("2 of 4 rows are bad", alone.Message, StringComparison.Ordinal);
        Assert.Equal((alone.Message, alone.Setting), (collected.Message, collected.Setting));
    }

    [Fact]
    public void One_part_is_counted_by_its_number_and_an_unfinished_plan_is_not_collected()
    {
        var options = Small();
        Make(options, Plan);
        GridWorker.Run(Plan, options.Limits, task: 2);

        Assert.Equal(
            "free finished free free free",
            string.Join(' ', GridPlanStatus.Of(Plan).Parts.Select(part => part.State.ToString().ToLowerInvariant())));
        AssertRefused("4 of 5 parts", () => Collect(options));
        AssertRefused("no part 6", () => GridWorker.Run(Plan, options.Limits, task: 6));
        Assert.False(Directory.Exists(_folder.File("collected")));
    }

    [Fact]
    public void A_stopped_part_is_free_again()
    {
        var options = Small();
        Make(options, Plan);
        using var stop = new CancellationTokenSource();
        GridWorker.Run(Plan, options.Limits, progress: new Stop(stop), cancellationToken: stop.Token);

        Assert.All(GridPlanStatus.Of(Plan).Parts, part => Assert.Equal("Free", part.State.ToString()));
    }

    [Fact]
    public void What_cannot_be_counted_in_parts_is_refused_before_anything_is_written()
    {
        var options = Small();
        var (zip, gpx) = (Flows.Write(_folder, "a.zip", "no matter"), Flows.Write(_folder, "a.gpx", "no matter"));
        AssertRefused("no CSV or Parquet", () => Make(options with { Inputs = [.. options.Inputs, zip] }, Plan));
        AssertRefused("no CSV or Parquet", () => Make(options with { Inputs = [gpx] }, Plan));
        AssertRefused("equal", () => Make(options with { DropDuplicates = true }, Plan));
        AssertRefused("parts: 0", () => GridPlanner.Plan(Plan, options, 0, default));
        Assert.False(Directory.Exists(Plan));
        Make(options, Plan);
        AssertRefused("holds a plan already", () => Make(options, Plan));
        AssertRefused("is not a plan", () => Make(options, _folder.Path));
    }

    [Fact]
    public void A_file_that_has_changed_or_is_gone_is_refused()
    {
        var options = Small();
        Make(options, Plan);
        GridWorker.Run(Plan, options.Limits);
        File.AppendAllText(options.Inputs[1], "2024-01-01 00:00,1,1\n");
        AssertRefused("has changed", () => Collect(options));
        File.Delete(options.Inputs[1]);
        AssertRefused("cannot be found", () => Collect(options));
        File.Delete(GridPlan.PathOf(Plan, 3));
        AssertRefused("cannot be found", () => GridWorker.Run(Plan, options.Limits));
    }

    [Fact]
    public void A_hostile_plan_is_refused_in_one_line()
    {
        Make(Small(), Plan);
        var path = Path.Combine(Plan, PlannedWork.FileName);
        var text = File.ReadAllText(path);
        foreach (var (from, to) in Hostile)
        {
            Assert.Contains(from, text, StringComparison.Ordinal);
            File.WriteAllText(path, text.Replace(from, to, StringComparison.Ordinal));
            AssertRefused("", () => GridWorker.Run(Plan, new() { Threads = 1 }));
            Assert.Throws<BadInputException>(() => GridPlanStatus.Of(Plan));
        }

        foreach (var whole in new[] { "{}", "null", "[0", "" })
        {
            File.WriteAllText(path, whole);
            AssertRefused(PlannedWork.FileName, () => GridWorker.Run(Plan, new() { Threads = 1 }));
        }

        Assert.False(Directory.Exists(Path.Combine(Plan, "parts")));
    }

    [Fact]
    public void Files_that_a_plan_names_twice_or_by_another_name_are_refused()
    {
        Make(Small(), Plan);
        var plan = GridPlan.Read(Plan);
        var (file, other) = (plan.Files[0], Path.Combine(_folder.Path, ".", Path.GetFileName(plan.Files[0].Path)));
        foreach (var files in new PlannedFile[][] { [file, file], [file with { Path = other }, plan.Files[1]] })
        {
            var options = plan.Options with { Inputs = [.. files.Select(one => one.Path)] };
            (plan with { Options = options, Files = files, Parts = [[0], [1]] }).Write(Plan);
            AssertRefused("each once", () => GridWorker.Run(Plan, new() { Threads = 1 }));
        }
    }

    [Fact]
    public void A_part_that_is_another_ones_or_damaged_is_refused()
    {
        var options = Small();
        Make(options, Plan);
        GridWorker.Run(Plan, options.Limits);
        var (first, second) = (File.ReadAllBytes(GridPlan.PathOf(Plan, 1)), File.ReadAllBytes(GridPlan.PathOf(Plan, 2)));

        File.WriteAllBytes(GridPlan.PathOf(Plan, 2), first);
        AssertRefused("is not part 2", () => Collect(options));
        foreach (var cut in new[] { 0, 7, second.Length / 2, second.Length - 1 })
        {
            File.WriteAllBytes(GridPlan.PathOf(Plan, 2), second[..cut]);
            AssertRefused("2.safetensors", () => Collect(options));
        }

        File.WriteAllBytes(GridPlan.PathOf(Plan, 2), [.. second[..^8], .. BitConverter.GetBytes(-1L)]);
        AssertRefused("2.safetensors", () => Collect(options));
    }

    [Fact]
    public void A_planned_file_stays_what_it_is_in_json()
    {
        Make(Small(), Plan);
        var plan = GridPlan.Read(Plan);
        var again = JsonSerializer.Deserialize<GridPlan>(JsonSerializer.Serialize(plan, JsonStyle.Document), JsonStyle.Document)!;

        Assert.Equal(plan.Id, again.Id);
        plan.CheckFiles();
    }

    /// <summary>Counts in one process and in parts, and compares all files of both datasets and both reports.</summary>
    private GridPlan AssertSame(GridOptions options, int? parts)
    {
        options = options with { TimeProvider = new Clock() };
        var plan = Make(options, Plan, parts);
        Assert.InRange(plan.Parts.Count, 1, parts ?? options.Inputs.Count);
        GridWorker.Run(Plan, options.Limits, cancellationToken: TestContext.Current.CancellationToken);
        AssertCollected(options);
        return plan;
    }

    private void AssertCollected(GridOptions options)
    {
        var alone = FlowGrid.Write(_folder.File("alone/city"), options, cancellationToken: TestContext.Current.CancellationToken);
        var report = Collect(options);
        string Text(GridReport one) => JsonSerializer.Serialize(one with { Seconds = 0 }, JsonStyle.Document);
        Assert.Equal(Text(alone), Text(report));
        var files = Directory.EnumerateFiles(_folder.File("alone/city"), "*", SearchOption.AllDirectories).ToList();
        Assert.True(files.Count >= 4);
        Assert.All(files, file => Assert.Equal(
            File.ReadAllBytes(file),
            File.ReadAllBytes(Path.Combine(_folder.File("collected/city"), Path.GetRelativePath(_folder.File("alone/city"), file)))));
    }

    private GridReport Collect(GridOptions options) => GridCollection.Write(
        Plan, _folder.File("collected/city"), options.Limits, overwrite: true, TestContext.Current.CancellationToken);

    private static GridPlan Make(GridOptions options, string plan, int? parts = null) =>
        GridPlanner.Plan(plan, options, parts, TestContext.Current.CancellationToken);

    private GridOptions Small() => Flows.Options(
        GridKind.Events,
        [.. Enumerable.Range(0, Files).Select(file => Flows.Write(
            _folder, $"small-{file}.csv", "time,lon,lat", Invariant($"2024-01-01 0{file}:00,{file}.5,1"), "2024-01-01 05:00,2,2"))]);

    private static void AssertRefused(string words, Action work)
    {
        var message = Assert.Throws<BadInputException>(work).Message;
        Assert.Contains(words, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    private sealed class Clock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2024, 6, 1, 0, 0, 0, TimeSpan.Zero);
    }

    private sealed class Stop(CancellationTokenSource stop) : IProgress<GridProgress>
    {
        public void Report(GridProgress value) => stop.Cancel();
    }
}
