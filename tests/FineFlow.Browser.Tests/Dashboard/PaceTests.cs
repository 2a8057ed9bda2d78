using System.Globalization;
using FineFlow.Browser.Tests.Fixtures;
using FineFlow.Core;
using FineFlow.Core.Conservation;
using FineFlow.Core.Datasets;
using FineFlow.Core.Sampling;
using FineFlow.Host;

namespace FineFlow.Browser.Tests.Dashboard;

/// <summary>
/// How soon the first map is seen, and how fast slots follow one another. Times of a machine: on a busy one they say nothing. Run them with
/// <c>dotnet run -c Release --project tests/FineFlow.Browser.Tests -- --explicit only --filter-trait Category=Slow</c>.
/// </summary>
public sealed class PaceTests(BrowserFixture browser, ITestOutputHelper output)
{
    private const string AnyPort = "http://127.0.0.1:0";
    private const int Loads = 9;
    private const double FirstMap = 400, Seconds = 8;

    [Fact(Explicit = true), Trait("Category", "Slow")]
    public async Task The_first_map_is_there_within_400_ms()
    {
        var times = new List<Load>();
        for (var load = 0; load < Loads; load++)
        {
            // A window of its own has loaded nothing before.
            await using var dashboard = await DashboardPage.OpenAsync(
                browser, new() { ViewportSize = new() { Width = 1366, Height = 768 } });
            var marks = await dashboard.Page.EvaluateAsync<double[]>("""
                () => {
                  const [{ startTime: map }] = performance.getEntriesByName("first-map");
                  const [{ loadEventEnd }] = performance.getEntriesByType("navigation");
                  const there = (part) => Math.max(...performance.getEntriesByType("resource")
                    .filter(({ name, startTime }) => name.includes(part) && startTime < map).map(({ responseEnd }) => responseEnd));
                  return [there("dashboard.js"), there("/v1/datasets/small-city"), loadEventEnd, map];
                }
                """);
            times.Add(new(marks[0], marks[1], marks[2], marks[3]));
        }

        var afterLoad = Median(time => time.Map - time.LoadEvent);
        output.WriteLine(Invariant($"medians of {Loads} loads: first map {afterLoad:0} ms after the load event; after the start"));
        output.WriteLine(Invariant($"the script {Median(time => time.Script):0} ms, the numbers {Median(time => time.Frame):0} ms,"));
        output.WriteLine(Invariant($"the map {Median(time => time.Map):0} ms, at most {times.Max(time => time.Map):0}"));
        Assert.InRange(afterLoad, double.MinValue, FirstMap);

        double Median(Func<Load, double> of) => times.Select(of).Order().ElementAt(Loads / 2);
    }

    [Theory(Explicit = true), Trait("Category", "Slow")]
    [InlineData(128, 10)]
    [InlineData(512, 4)]
    public async Task Two_maps_play_at_the_pace_that_is_chosen(int size, int pace)
    {
        browser.SkipWithoutBrowser();
        var (folder, models) = (browser.File($"city-{size}"), browser.File($"models-{size}"));
        WriteCity(folder, models, size, (int)(1.5 * Seconds * pace));
        await using var server = await FlowServer.StartAsync(
            new() { Models = models, Datasets = [folder], Url = AnyPort, AdminUrl = AnyPort }, _ => { });

        await using var dashboard = await DashboardPage.OpenAsync(
            browser,
            new() { ViewportSize = new() { Width = 1366, Height = 768 } },
            address: new(server.Callers.Http.Url, "#slot=1&layout=swipe"));
        await dashboard.Page.Locator("#panes[data-drawn=all]").WaitForAsync();
        await dashboard.Page.Locator("#speed").SelectOptionAsync(pace.ToString(CultureInfo.InvariantCulture));
        var drawn = await dashboard.Page.EvaluateAsync<int>(
            """
            seconds => new Promise((resolve) => {
              const panes = document.getElementById("panes");
              let drawn = 0;
              new MutationObserver(() => drawn++).observe(panes, { attributeFilter: ["data-slot"] });
              document.getElementById("play").click();
              setTimeout(() => resolve(drawn), 1000 * seconds);
            })
            """,
            Seconds);
        await dashboard.Page.Locator("#play").ClickAsync();

        output.WriteLine(Invariant($"two maps of {size} x {size}: {drawn / Seconds:0.0} slots a second were drawn, {pace} asked for"));
        Assert.InRange(drawn / Seconds, 0.95 * pace, pace);
    }

    /// <summary>Writes slots of random counts, and the even split of such a city.</summary>
    private static void WriteCity(string folder, string models, int size, int slots)
    {
        DatasetFolder.Write(folder, new(), [Split(SplitNames.Train, 1), Split(SplitNames.Valid, 1), Split(SplitNames.Test, slots)]);
        TestCity.WriteModel(models, "mean", DatasetFolder.Load(folder));

        FlowSplit Split(string name, int samples)
        {
            const int Factor = 4, Most = 40;
            var random = new RandomStream(name[0]);
            var fine = new FlowMaps(new(samples, 1, size, size));
            for (var cell = 0; cell < fine.Values.Length; cell++)
            {
                fine.Values[cell] = random.NextInt(Most);
            }

            return new(name, BlockSum.Coarsen(fine, Factor), fine);
        }
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    /// <summary>When things were there, in milliseconds after the address was entered.</summary>
    private sealed record Load(double Script, double Frame, double LoadEvent, double Map);
}
