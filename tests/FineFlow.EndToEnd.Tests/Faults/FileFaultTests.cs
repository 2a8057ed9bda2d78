using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace FineFlow.EndToEnd.Tests.Faults;

/// <summary>
/// Uses of files fail, one in each run of a command that writes what is to last: the command ends in one line, no result is torn, the
/// input stays as it was, and the same command run again ends with the bytes of one that nothing has disturbed.
/// </summary>
public sealed class FileFaultTests(ITestOutputHelper output) : IDisposable
{
    private const int AtOnce = 2;

    private readonly TemporaryFolder _folder = new();

    /// <summary>Faults of each kind in each command; more than there are uses of files are not.</summary>
    internal static int Most => int.Parse(Environment.GetEnvironmentVariable("FINEFLOW_FAULTS") ?? "85", CultureInfo.InvariantCulture);

    public static TheoryData<Fault> Faults => [.. Enum.GetValues<Fault>()];

    public void Dispose() => _folder.Dispose();

    [Theory(Explicit = true), Trait("Category", "Slow"), MemberData(nameof(Faults))]
    public Task A_file_laid_onto_a_grid(Fault fault) => SurvivesAsync("grid", FaultyCommand.Grid, fault);

    [Theory(Explicit = true), Trait("Category", "Slow"), MemberData(nameof(Faults))]
    public Task A_dataset_in_the_place_of_another(Fault fault) => SurvivesAsync("grid --overwrite", FaultyCommand.GridAgain, fault);

    [Theory(Explicit = true), Trait("Category", "Slow"), MemberData(nameof(Faults))]
    public Task A_training(Fault fault) => SurvivesAsync("train", FaultyCommand.Train, fault);

    [Theory(Explicit = true), Trait("Category", "Slow"), MemberData(nameof(Faults))]
    public Task An_experiment(Fault fault) => SurvivesAsync("experiment", FaultyCommand.Experiment, fault);

    [Theory(Explicit = true), Trait("Category", "Slow"), MemberData(nameof(Faults))]
    public Task A_model_that_takes_new_days_in(Fault fault) => SurvivesAsync("refresh", FaultyCommand.Refresh, fault);

    private async Task SurvivesAsync(string name, Func<string, FaultyCommand> create, Fault fault)
    {
        var (clock, faults, uses) = (Stopwatch.StartNew(), new ConcurrentQueue<long>(), 0L);
        var (outcomes, finds) = (new ConcurrentBag<int>(), new ConcurrentBag<string>());
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(
            worker => Task.Factory.StartNew(
                () => Work(worker), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        output.WriteLine(
            $"{name}: {outcomes.Count(code => code >= 0)} faults '{fault}' among {uses} uses of files, "
                + $"{outcomes.Count(code => code == 0)} of them without consequence, in {clock.Elapsed.TotalSeconds:0} s");
        Assert.True(uses > 5, "hardly any use of a file was seen");
        Assert.True(finds.IsEmpty, string.Join("\n\n", finds));

        void Work(int worker)
        {
            var disk = _folder.File($"disk-{worker}");
            using var trial = new FaultTrial(_folder.File($"tools-{worker}"), disk, create(Directory.CreateDirectory(disk).FullName));
            lock (faults)
            {
                if (uses == 0)
                {
                    uses = trial.CountUses(fault);
                    var chosen = Math.Min(uses, Most);
                    Enumerable.Range(0, (int)chosen).Select(i => i * uses / chosen).ToList().ForEach(faults.Enqueue);
                }
            }

            while (faults.TryDequeue(out var at))
            {
                try
                {
                    outcomes.Add(trial.Run(fault, at, $"{fault} at {at} of {name}"));
                }
                catch (Xunit.Sdk.XunitException find)
                {
                    finds.Add(find.Message);
                }
            }

            trial.AssertInputUnchanged();
        }
    }
}
