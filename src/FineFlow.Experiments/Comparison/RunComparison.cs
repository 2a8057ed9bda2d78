using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Metrics;
using FineFlow.Experiments.Measurement;
using FineFlow.Plots;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Runtime;

namespace FineFlow.Experiments.Comparison;

/// <summary>Several runs on one split, each compared with the first.</summary>
/// <param name="Report">The numbers.</param>
/// <param name="Maps">For each difference of the report, the cells in which one run has smaller errors than the other.</param>
internal sealed record RunComparison(ComparisonReport Report, IReadOnlyList<SignedMap> Maps)
{
    /// <summary>Evaluates runs on a split and compares them.</summary>
    /// <param name="runs">Two or more run folders or model bundles.</param>
    /// <param name="data">The dataset; the split must be loaded.</param>
    /// <param name="split">The split's name.</param>
    /// <param name="strict">Whether to throw where the data differ from those that a run was trained on.</param>
    /// <param name="device">What the models compute on.</param>
    /// <param name="cancellationToken">Checked between batches.</param>
    /// <exception cref="BadInputException">
    /// There is only one run, a run cannot be loaded, its model does not accept the data, or the divisions into splits differ.
    /// </exception>
    public static RunComparison Of(
        IReadOnlyList<string> runs,
        FlowDataset data,
        string split,
        bool strict = false,
        string device = Devices.Cpu,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentNullException.ThrowIfNull(data);
        if (runs.Count < 2)
        {
            throw new BadInputException("RUN", "at least two runs are expected; the others are compared with the first");
        }

        // All runs are checked before the first one is measured, which may take minutes.
        var (warnings, leftOut) = Check(runs, data, data[split], strict);
        var baselines = MeasureBaselines(runs[0], data, split, device, cancellationToken);
        var measured = runs
            .Zip(RunNames.Of(runs), (run, name) => Measure(run, name, data, split, baselines, leftOut, device, cancellationToken))
            .ToList();
        var obstacle = PairedBootstrap.Obstacle(measured[0].Split.Errors, data.SlotsPerDay);
        var maps = measured.Skip(1).Select(other => Map(measured[0], other, data)).ToList();
        var report = new ComparisonReport(
            data.Folder,
            data.Fingerprint,
            data.Manifest.Split,
            data.Manifest.Units ?? "counts",
            split,
            data[split].Samples,
            warnings,
            [.. measured.Select(run => Row(run, data))],
            [.. measured.Skip(1).Zip(maps, (other, map) => Difference(measured[0], other, map, obstacle is null, data.SlotsPerDay))],
            obstacle,
            baselines.NoiseFloor,
            baselines)
        {
            LeftOut = leftOut?.Districts,
            Districts = leftOut is null ? null : DistrictComparison.Of(
                [.. measured.Select(run => (run.Name, run.Split.Parts!))], obstacle is null, data.SlotsPerDay),
        };
        return new(report, maps);
    }

    private static Baselines MeasureBaselines(
        string run, FlowDataset data, string split, string device, CancellationToken cancellationToken)
    {
        using var model = ModelBundle.Load(run, device: device);
        return BadInputException.Within(run, () => Baselines.Measure(data, split, model.Network, cancellationToken));
    }

    /// <summary>
    /// Loads every run, and returns how the data differ from those that it was trained on, and what all that left something out left out.
    /// </summary>
    private static (List<string> Warnings, LeftOutBlocks? LeftOut) Check(
        IReadOnlyList<string> runs, FlowDataset data, FlowSplit split, bool strict)
    {
        var leftOut = new List<LeftOutBlocks>();
        var (warnings, source) = (new List<string>(), $"{data.Folder}/{split.Name}");
        var (divided, division) = (data.Folder, data.Manifest.Split);
        foreach (var run in runs)
        {
            using var model = ModelBundle.Load(run);
            if (model.Card.Data is { Manifest.Split: { } other } trained && trained.Fingerprint != data.Fingerprint)
            {
                if (other != (division ?? other))
                {
                    throw new BadInputException(
                        run,
                        $"was trained on data divided '{other}', and the division of {divided} is '{division}': "
                        + "numbers of different divisions are not put into one table");
                }

                (divided, division) = division is null ? (run, other) : (divided, division);
            }

            var differences = model.CompareWithTraining(split.Inputs, InputOrigin.From(data), source, strict);
            warnings.AddRange(differences.Select(warning => $"{run}: {source} {warning}"));
            if (model.LeftOutOf(data) is { } blocks && !leftOut.Exists(other => other.Map.SequenceEqual(blocks.Map)))
            {
                leftOut.Add(blocks);
            }
        }

        if (leftOut.Count > 1)
        {
            warnings.Add($"the trainings left out different districts ({string.Join("; ", leftOut)}), which are not told apart");
        }

        return (warnings, leftOut.Count == 1 ? leftOut[0] : null);
    }

    private static MeasuredRun Measure(
        string run,
        string name,
        FlowDataset data,
        string split,
        Baselines baselines,
        LeftOutBlocks? leftOut,
        string device,
        CancellationToken cancellationToken)
    {
        using var model = ModelBundle.Load(run, device: device);
        return BadInputException.Within(run, () =>
            new MeasuredRun(run, name, model.Card, MeasuredSplit.Of(model, data, split, baselines, leftOut, cancellationToken)));
    }

    private static bool? SameData(MeasuredRun run, FlowDataset data) =>
        run.Card.Data is { } trained ? trained.Fingerprint == data.Fingerprint : null;

    private static ComparedRun Row(MeasuredRun run, FlowDataset data)
    {
        var ((metrics, conservation, _), errors) = (run.Split.Evaluation, run.Split.Errors);
        return new(
            run.Run,
            run.Name,
            run.Card.Model,
            run.Card.Recipe,
            run.Card.Loss,
            run.Card.Recovery,
            run.Card.Seed,
            run.Card.Parameters,
            SameData(run, data),
            metrics,
            run.Split.RemovableShare,
            conservation.Largest,
            conservation.Conserves,
            FlowClassRow.Of(errors),
            HourRow.Of(errors));
    }

    private static RunDifference Difference(MeasuredRun first, MeasuredRun other, SignedMap map, bool hasIntervals, int? slotsPerDay)
    {
        var (a, b) = (first.Split.Evaluation.Metrics, other.Split.Evaluation.Metrics);
        var bootstrap = hasIntervals ? PairedBootstrap.Compare(first.Split.Errors, other.Split.Errors, slotsPerDay) : null;
        return new(other.Name, first.Name, b, a, map.ShareBelow, map.ShareAbove, bootstrap);
    }

    private static SignedMap Map(MeasuredRun first, MeasuredRun other, FlowDataset data)
    {
        var (a, b) = (first.Split.Cells, other.Split.Cells);
        return new()
        {
            Title = $"{other.Name} against {first.Name}",
            Subtitle = $"{data.Manifest.Name ?? data.Folder}, {first.Split.Split} split: mean absolute error of each fine cell",
            Unit = $"difference of the errors, {data.Manifest.Units ?? "counts"}",
            Values = [.. b.Absolute.Zip(a.Absolute, (mine, theirs) => mine - theirs)],
            Columns = a.Columns,
            Below = $"{other.Name} errs less",
            Above = $"{first.Name} errs less",
        };
    }

    private sealed record MeasuredRun(string Run, string Name, ModelCard Card, MeasuredSplit Split);
}
