using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Experiments.Measurement;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Experiments.Reports;

/// <summary>The content of a report of a run.</summary>
internal sealed record RunReport
{
    /// <summary>The run folder.</summary>
    public required string Run { get; init; }

    /// <summary>The content of run.json.</summary>
    public required RunManifest Manifest { get; init; }

    /// <summary>The content of the best model's card.json.</summary>
    public required ModelCard Card { get; init; }

    /// <summary>The finished epochs.</summary>
    public required IReadOnlyList<EpochRecord> History { get; init; }

    /// <summary>The validation and the test split; empty where the data are missing.</summary>
    public required IReadOnlyList<MeasuredSplit> Splits { get; init; }

    /// <summary>The pictures, in the order of the page.</summary>
    public required IReadOnlyList<ReportPicture> Pictures { get; init; }

    /// <summary>Notes for the reader, for instance about missing parts.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Measures a run and draws its pictures.</summary>
    /// <param name="run">The run folder.</param>
    /// <param name="dataFolder">The dataset folder; null for the run's own, if that is unchanged.</param>
    /// <param name="cancellationToken">Checked between batches.</param>
    /// <exception cref="BadInputException">The run or the given data cannot be loaded, or do not fit each other.</exception>
    public static RunReport Of(string run, string? dataFolder = null, CancellationToken cancellationToken = default)
    {
        var folder = RunFolder.Open(run);
        var history = folder.ReadHistory();
        using var model = ModelBundle.Load(run);
        var data = ReportData.Find(folder.Manifest, dataFolder);
        var splits = data.Splits.Select(split => Measure(model, data.Dataset!, split.Name, cancellationToken)).ToList();
        return new()
        {
            Run = run,
            Manifest = folder.Manifest,
            Card = model.Card,
            History = history,
            Splits = splits,
            Pictures = [.. ReportPictures.OfTraining(folder.Manifest, history), .. ReportPictures.OfData(model, data, splits)],
            Notes = data.Notes,
        };
    }

    private static MeasuredSplit Measure(FlowModel model, FlowDataset data, string split, CancellationToken cancellationToken) =>
        MeasuredSplit.Of(
            model, data, split, Baselines.Measure(data, split, model.Network, cancellationToken), cancellationToken: cancellationToken);
}
