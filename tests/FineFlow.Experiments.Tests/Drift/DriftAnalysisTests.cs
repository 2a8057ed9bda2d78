using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Drift;
using FineFlow.Experiments.Drift;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Models.Histories;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Tests;
using FineFlow.Torch.Tests.Inference;

namespace FineFlow.Experiments.Tests.Drift;

public sealed class DriftAnalysisTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FlowDataset _data;

    public DriftAnalysisTests() => _data = SmallFlows.Write(_folder.File("data"));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(CatalogCases.All), MemberType = typeof(CatalogCases))]
    public void Every_model_of_the_catalog_is_judged_by_its_answers(string model)
    {
        var report = DriftAnalysis.Run(Request(Bundle(model)) with { Training = _data });

        Assert.Equal(model, report.Model);
        var measures = report.Measures.Select(row => row.Measure).ToList();
        Assert.Equal(["counts", "cells", "hours", "level", "error"], measures.Take(5));
        Assert.Equal(model is "kha" or "pha" or "dmn", measures.Contains("coverage"));
        Assert.All(report.Measures, row => Assert.True(double.IsFinite(row.Value), $"{row}"));
        Assert.Equal(report.Measures.Max(row => row.Verdict), report.Verdict);
    }

    /// <summary>Coarse maps stay as they are, and in the second week all fine flow of a block lies on its other side.</summary>
    [Theory]
    [InlineData("dmn")]
    public void A_change_inside_coarse_cells_shows_in_surprise_and_in_the_calibration_over_time(string model)
    {
        const int weeks = 2, daysOfWeek = 7;
        FlowSplit[] splits = [Days("train", 1, weeks * daysOfWeek), Days("valid", 15, daysOfWeek), Days("test", 22, weeks * daysOfWeek)];
        Mirror(splits[2].Fine, from: daysOfWeek * SmallFlows.TrainSamples);
        DatasetFolder.Write(_folder.File("weeks"), new DatasetManifest { Name = "weeks", SlotMinutes = 60 }, splits);
        var data = DatasetFolder.Load(_folder.File("weeks"));
        using var network = CatalogCases.Create(model);
        network.Fit(data["train"], data["valid"]);
        network.Finish(data["valid"]);
        var bundle = Save(_folder.File($"weeks-{model}"), network, data, reference: true);

        var report = DriftAnalysis.Run(
            new(bundle, data["test"].Inputs, "test") { Manifest = data.Manifest, Truth = data["test"], Training = data });

        Assert.All(report.Days, day => Assert.True(day is { Loss: > 0, Coverage: > 0 and <= 1 }, $"{day}"));
        var rows = report.Measures.ToDictionary(row => row.Measure);
        Assert.Equal(DriftVerdict.Steady, rows["cells"].Verdict);
        Assert.Equal(DriftVerdict.Steady, rows["level"].Verdict);
        Assert.Equal(DriftVerdict.TrainAgain, rows["loss"].Verdict);
        Assert.True(rows["loss"].Value > rows["loss"].Usual, $"{rows["loss"]}");
        Assert.True(rows["coverage"].Value < rows["coverage"].Usual, $"{rows["coverage"]}");
        Assert.True(report.CoverageTrend!.PerWeek < -2 * report.CoverageTrend.StandardError, $"{report.CoverageTrend}");
        var (first, last) = (report.Days.Take(daysOfWeek), report.Days.Skip(daysOfWeek));
        Assert.True(first.Average(day => day.Loss) < last.Min(day => day.Loss), string.Join('\n', report.Days));
    }

    [Fact]
    public void What_the_bundle_keeps_says_the_same_as_the_dataset_that_it_was_trained_on()
    {
        var kept = DriftAnalysis.Run(Request(Bundle("mean")));
        var measured = DriftAnalysis.Run(Request(Bundle("mean", reference: false)) with { Training = _data });
        Assert.Equal(kept.Measures.Take(4), measured.Measures.Take(4));
        Assert.Equal(kept.Cells, measured.Cells);
    }

    [Fact]
    public void Without_the_truth_the_maps_alone_are_judged()
    {
        var report = DriftAnalysis.Run(Request(Bundle("kha")) with { Truth = null });
        Assert.Equal(["counts", "cells", "hours", "level"], report.Measures.Select(row => row.Measure));
        Assert.All(report.Days, day => Assert.Null(day.Error));
    }

    [Fact]
    public void A_bundle_without_a_reference_another_city_and_another_size_are_refused()
    {
        var old = Bundle("mean", reference: false);
        Assert.Contains("name the dataset that it was trained on", Refusal(Request(old)), StringComparison.Ordinal);

        var other = SmallFlows.Write(_folder.File("other"), seed: 9);
        Assert.Contains("is other data than", Refusal(Request(Bundle("mean")) with { Training = other }), StringComparison.Ordinal);

        var larger = new FlowInputs(new FlowMaps(new(3, 1, 9, 8)));
        Assert.Contains(
            "has 1 channel(s) of 9 x 8 coarse cells; this model was trained on 1 of 8 x 8",
            Refusal(new(Bundle("mean"), larger, "larger")),
            StringComparison.Ordinal);
        Assert.Contains(
            "holds no slots",
            Refusal(new(Bundle("mean"), new FlowInputs(new FlowMaps(new(0, 1, 8, 8))), "empty")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_reference_that_was_changed_or_is_missing_is_refused()
    {
        var bundle = Bundle("mean");
        var path = Path.Combine(bundle, "reference.json");
        File.AppendAllText(path, " ");
        Assert.Contains("another SHA-256", Refusal(Request(bundle)), StringComparison.Ordinal);
        File.Delete(path);
        Assert.Contains("reference.json: cannot be read", Refusal(Request(bundle)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_files_hold_the_verdict_and_the_picture()
    {
        var files = DriftFiles.Write(_folder.File("out"), DriftAnalysis.Run(Request(Bundle("kha")) with { Training = _data }));
        Assert.Equal(["drift.md", "drift.json", "drift.png", "drift.svg"], files.Select(Path.GetFileName));
        Assert.All(files, file => Assert.True(new FileInfo(file).Length > 1000, file));
        Assert.Contains("(drift.png)", File.ReadAllText(files[0]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_through_ten_days_has_their_slope()
    {
        Assert.Null(CoverageTrend.Of([.. Enumerable.Range(0, 9).Select(day => ((double)day, 0.9))]));
        var trend = CoverageTrend.Of([.. Enumerable.Range(0, 10).Select(day => ((double)day, 0.9 - (0.01 * day)))])!;
        Assert.Equal(-0.07, trend.PerWeek, 1e-9);
        Assert.Equal(0, trend.StandardError, 1e-6);
    }

    private DriftRequest Request(string bundle) =>
        new(bundle, _data["test"].Inputs, "data/test") { Manifest = _data.Manifest, Truth = _data["test"] };

    private static string Refusal(DriftRequest request) => Assert.Throws<BadInputException>(() => DriftAnalysis.Run(request)).Message;

    /// <summary>Writes a bundle of a model that only its history or its training split has taught.</summary>
    private string Bundle(string model, bool reference = true)
    {
        using var network = CatalogCases.Create(model);
        network.Fit(_data["train"], _data["valid"]);
        return Save(_folder.File($"{model}-{reference}"), network, _data, reference);
    }

    private static string Save(string folder, FlowNetwork network, FlowDataset data, bool reference)
    {
        ModelBundle.Save(
            folder,
            network.state_dict(),
            SmallCards.Of(network) with
            {
                Data = new() { Manifest = data.Manifest, Fingerprint = data.Fingerprint },
            },
            (network as HistoryNetwork)?.History,
            reference ? CoarseReference.Measure(data["train"].Inputs, data.SlotsPerDay) : null);
        return folder;
    }

    /// <summary>Whole days of the hours 7 to 21.</summary>
    private static FlowSplit Days(string name, int first, int days)
    {
        var split = SmallFlows.Split(name, days * SmallFlows.TrainSamples, seed: first);
        long[] times =
        [
            .. Enumerable.Range(0, split.Samples).Select(slot =>
                (long)(new DateTime(2024, 1, 1).AddDays(first - 1 + (slot / SmallFlows.TrainSamples))
                    .AddHours(7 + (slot % SmallFlows.TrainSamples)) - DateTime.UnixEpoch).TotalSeconds),
        ];
        return new(name, split.Coarse, split.Fine, null, times);
    }

    /// <summary>Turns every block about, which leaves its sum.</summary>
    private static void Mirror(FlowMaps fine, int from)
    {
        for (var sample = from; sample < fine.Samples; sample++)
        {
            foreach (var row in fine.Sample(sample).ToArray().Chunk(fine.Columns).Index())
            {
                row.Item.Chunk(CatalogCases.Factor).SelectMany(block => block.Reverse()).ToArray()
                    .CopyTo(fine.Sample(sample)[(row.Index * fine.Columns)..]);
            }
        }
    }
}
