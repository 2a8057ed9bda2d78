using System.Diagnostics;
using FineFlow.Cli.Terminal;
using FineFlow.Cli.Terminal.Progress;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Engine.Predictions;
using FineFlow.Experiments.Cities;
using FineFlow.Experiments.Slots;
using FineFlow.Ingest.Grid;
using FineFlow.Ingest.Proposals;
using FineFlow.Torch.Inference;

namespace FineFlow.Cli.Cities;

/// <summary>
/// The work of <c>fineflow city</c>, in steps that each leave a folder or file: the same command goes on behind the last one.
/// </summary>
/// <param name="folder">The city's folder.</param>
/// <param name="time">Time for the whole.</param>
/// <param name="device">What the models compute on.</param>
/// <param name="cancellationToken">Asks to stop and keep what there is.</param>
internal sealed class CityWork(string folder, TimeSpan time, string device, CancellationToken cancellationToken)
{
    // The report, the maps and the comparison come after the training.
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private CityOrder? _order;

    /// <summary>Finds out how the files are to be counted and counts them, unless that is done; returns the dataset's folder.</summary>
    /// <exception cref="BadInputException">The files cannot be counted, or the folder holds the city of other files or options.</exception>
    public string Dataset(CityOrder order, CityInput input)
    {
        var place = Path.Combine(folder, "data");
        _order = order.DoneIn(folder) ?? Make(order, place, input);
        return place;
    }

    /// <summary>Fits and trains the models, and writes the report and the maps.</summary>
    public CityReport Models(FlowDataset data)
    {
        var left = time - _watch.Elapsed - Rest;
        var report = new CityExperiment(folder, data, device).Run(left, _order!.Notes, Begin, cancellationToken);
        return report with { Maps = [.. DrawMaps(report.Best, data)] };
    }

    private CityOrder Make(CityOrder order, string place, CityInput input)
    {
        var (name, areCounts) = (CityText.NameOf(input.Grid.Inputs), input.HoldCounts(cancellationToken));
        input.CheckOptions(areCounts);
        order = order with
        {
            Notes = areCounts ? Import(place, input, name) : Count(place, input.Grid, input.Said, name),
        };
        order.Save(folder);
        return order;
    }

    private IReadOnlyList<string> Import(string place, CityInput input, string name)
    {
        var notes = CityCounts.Write(place, input, name, cancellationToken);
        foreach (var note in notes)
        {
            Output.Note($"  {note}");
        }

        return notes;
    }

    private string[] Count(string place, GridOptions given, IReadOnlySet<string> said, string name)
    {
        var proposal = GridProposal.For(given, said, cancellationToken);
        string[] choices = [.. proposal.Choices.Select(CityText.Line)];
        Array.ForEach(choices, choice => Output.Note($"  {choice}"));

        var progress = new ProgressOf<GridProgress>(new ProgressLine(), ProgressSteps.Of);
        var report = FlowGrid.Write(place, proposal.Options, overwrite: Directory.Exists(place), name, progress, cancellationToken);
        Output.Note(CityText.Line(report));
        return [CityText.Line(report), .. choices];
    }

    private static TrainingLine Begin()
    {
        Output.Note("training dmn (Ctrl-C stops early, the same command goes on)");
        return new TrainingLine(new ProgressLine());
    }

    /// <summary>
    /// Writes the busiest and the latest slot of the test days, as pictures and, where the place is known, as maps for a geographic system.
    /// </summary>
    private IEnumerable<string> DrawMaps(string run, FlowDataset data)
    {
        var test = data[SplitNames.Test];
        var endings = data.Manifest.BoundingBox is null ? new[] { ".png" } : [".tif", ".png"];
        using var model = ModelBundle.Load(run, device: device);
        foreach (var (name, slot) in new[] { ("busiest", SplitSlot.AtRank(test, 1)), ("latest", new SplitSlot(test, test.Samples - 1)) })
        {
            var input = PredictionInput.FromSplit(data, SplitNames.Test) with { Inputs = slot.Inputs };
            foreach (var ending in endings)
            {
                var path = Path.Combine(folder, name + ending);
                new FilePrediction(input, new(), path).Run(model, run, Output.Warning, CancellationToken.None);
                yield return path;
            }
        }
    }
}
