using CsCheck;
using FineFlow.Core;
using FineFlow.Ingest.Clock;
using FineFlow.Ingest.Grid;

namespace FineFlow.Ingest.Tests.Grid;

/// <summary>Files of one source that write their times differently, each read in its own way.</summary>
public class FilesOfSeveralFormsTests
{
    private static readonly string[] Forms =
        [
            "yyyy-MM-dd HH:mm:ss", "M/d/yyyy H:mm", "dd-MM-yyyy HH:mm:ss", "yyyy/MM/dd hh:mm tt", "d.M.yyyy HH:mm",
            "MM/dd/yyyy hh:mm:ss tt",
            "yyyyMMdd HH:mm"];

    [Fact]
    public void Each_file_is_read_in_its_own_form_and_its_bad_rows_are_found()
    {
        using var folder = new TemporaryFolder();
        string[] files =
        [
            Flows.Write(folder, "1[x].csv", "time,lon,lat", "1/2/2024 8:00,0.5,7.5", "1/25/2024 8:00,0.5,7.5"),
            Flows.Write(folder, "2.csv", "time,lon,lat", "1/2/2024 8:00,0.5,7.5", "25/2/2024 8:00,0.5,7.5", "never,0.5,7.5"),
            Flows.Write(folder, "3.csv", "time,lon,lat"),
            Flows.Write(folder, "it's.csv", "time,lon,lat", "2024-03-01T08:15:00,0.5,7.5"),
        ];
        var flow = Flows.Build(Flows.Options(GridKind.Events, files));
        Assert.Equal(
            [1f, 1, 1, 1, 1],
            new[] { "2024-01-02 08:00", "2024-01-25 08:00", "2024-02-01 08:00", "2024-02-25 08:00", "2024-03-01 08:00" }
                .Select(slot => flow.At(slot, 0, 0)));
        Assert.Equal([$"{files[1]}, line 4"], flow.Report.BadRows.Select(row => row.ToString()));
        Assert.Equal("month/day/year and time and day/month/year and time and 2014-04-01 00:11:00", flow.Report.TimeForm);
    }

    [Fact]
    public void A_file_that_leaves_a_question_is_asked_for_whatever_the_others_say()
    {
        using var folder = new TemporaryFolder();
        var clear = Flows.Write(folder, "1.csv", "time,lon,lat", "1/25/2024 8:00,0.5,7.5");
        var unclear = Flows.Write(folder, "2.csv", "time,lon,lat", "1/2/2024 8:00,0.5,7.5");
        var message = Assert.Throws<BadInputException>(() => Flows.Build(Flows.Options(GridKind.Events, clear, unclear))).Message;
        Assert.StartsWith(unclear, message, StringComparison.Ordinal);
        Assert.Contains("say which", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Clocks_beside_instants_are_refused_unless_the_clock_is_utc()
    {
        using var folder = new TemporaryFolder();
        var options = Flows.Options(
            GridKind.Events, Flows.Write(folder, "1.csv", "time,lon,lat", "2024-01-25 08:00,0.5,7.5"),
            Flows.Write(folder, "2.csv", "time,lon,lat", "2024-01-25T08:10Z,0.5,7.5")) with
        { Zone = "Europe/Berlin" };
        Assert.Contains("grid them apart", Assert.Throws<BadInputException>(() => Flows.Build(options)).Message, StringComparison.Ordinal);
        Assert.Equal(2, Flows.Build(options with { Clock = InputClock.Utc }).At("2024-01-25 09:00", 0, 0));
    }

    [Fact]
    public void The_share_of_bad_rows_is_that_of_each_file()
    {
        using var folder = new TemporaryFolder();
        var good = Flows.Write(folder, "1.csv", ["time,lon,lat", .. Enumerable.Repeat("2024-01-25 08:00,0.5,7.5", 100)]);
        var bad = Flows.Write(
            folder, "2.csv", "time,lon,lat", "2024-01-25 08:00,0.5,7.5", "2024-01-25 08:00,0.5,97.5", "2024-01-25 08:00,0.5");
        var options = Flows.Options(GridKind.Events, good, bad) with { MaxBadShare = 0.6 };
        var message = Assert.Throws<BadInputException>(() => Flows.Build(options)).Message;
        Assert.StartsWith(
            $"{bad}: 2 of 3 rows are bad, more than the share of 0.6 that is allowed; the first is {bad}, line 3",
            message,
            StringComparison.Ordinal);
        Assert.Equal(101, Flows.Build(options with { MaxBadShare = 0.7 }).Report.Channels[0].Counted);
    }

    [Fact]
    public void Months_in_any_forms_are_counted_as_an_independent_reading_counts_them() => Gen.Select(
        Gen.Select(Gen.Int[0, Forms.Length - 1], Gen.Int[0, Forms.Length - 1]).Array[1, 4], Gen.Int[0, 1000]).Sample(
        (months, seed) =>
        {
            using var folder = new TemporaryFolder();
            var random = new Random(seed);
            var expected = new Dictionary<DateTime, int>();
            var files = months.Select((forms, month) =>
            {
                // The last days of a month tell the order of day and month. Two forms with their own order would contradict each other.
                var second = IsDayFirst(forms.Item1) == IsDayFirst(forms.Item2) ? forms.Item2 : forms.Item1;
                string[] rows = [.. Enumerable.Range(0, 60).Select(row =>
                {
                    var time = new DateTime(2024, month + 1, row < 2 ? 20 + row : random.Next(1, 29), random.Next(24), random.Next(60), 0);
                    var hour = time.AddMinutes(-time.Minute);
                    expected[hour] = expected.GetValueOrDefault(hour) + 1;
                    var form = Forms[row % 2 == 0 ? forms.Item1 : second];
                    return $"{time.ToString(form, System.Globalization.CultureInfo.InvariantCulture)},0.5,7.5";
                })];
                return Flows.Write(folder, $"{month}.csv", ["time,lon,lat", .. rows]);
            }).ToArray();
            var flow = Flows.Build(Flows.Options(GridKind.Events, files));
            Assert.All(expected, slot => Assert.Equal(slot.Value, flow.At(slot.Key.ToString("s"), 0, 0)));
            Assert.Equal(60 * months.Length, flow.Report.Channels[0].Counted);
        },
        iter: 15,
        threads: 1);

    private static bool IsDayFirst(int form) => Forms[form].StartsWith("dd-", StringComparison.Ordinal);
}
