using FineFlow.Cli.Terminal;
using FineFlow.Core;
using FineFlow.Core.Tables;
using FineFlow.Engine.Predictions;
using FineFlow.Experiments.Reports;
using FineFlow.Ingest.Maps;
using FineFlow.Torch.Inference;

namespace FineFlow.Cli.Cities;

/// <summary>Fine maps of coarse counts alone, by a model that exists: the maps of all slots, a page, and pictures of two slots.</summary>
/// <param name="folder">The city's folder.</param>
/// <param name="device">What the model computes on.</param>
/// <param name="cancellationToken">Stops the work.</param>
internal sealed class CityInference(string folder, string device, CancellationToken cancellationToken)
{
    // Larger maps are an array, which is written piece by piece.
    private const long MostBands = 10_000, MostValues = 1L << 28;

    /// <summary>Reads the counts, infers the maps and writes all files.</summary>
    /// <param name="order">What the city is made of.</param>
    /// <param name="request">The counts.</param>
    /// <param name="bundle">Run folder or model bundle.</param>
    /// <exception cref="BadInputException">
    /// The counts cannot be read, the model does not admit them, or the folder holds another city.
    /// </exception>
    public CityInferenceReport Run(CityOrder order, CountRequest request, string bundle)
    {
        order.DoneIn(folder);
        using var model = ModelBundle.Load(bundle, device: device);
        var counts = CountFiles.Read(request, cancellationToken);
        var input = CoarseInput.From(counts);
        model.Network.CheckInput(input.Inputs, input.Source);
        var endings = HasPlace(model, counts) ? new[] { ".tif", ".png" } : [".png"];
        var fine = Path.Combine(folder, IsOneTiff(input, model) && endings.Length > 1 ? "fine.tif" : "fine.npy");
        var whole = new FilePrediction(input, new(), fine).Run(model, bundle, Output.Warning, cancellationToken);
        foreach (var note in counts.Notes)
        {
            Output.Note($"  {note}");
        }

        var slots = new[] { ("busiest", Busiest(input.Inputs.Coarse)), ("latest", input.Inputs.Samples - 1) };
        string[] maps = [.. slots.SelectMany(slot => endings.Select(ending => Draw(model, bundle, input, slot, ending)))];
        var page = Path.Combine(folder, "report.html");
        InferencePage.Save(page, Describe(model, counts, whole, request));
        (order with { Notes = counts.Notes }).Save(folder);
        return new(bundle, fine, page, maps, counts.Notes, whole);
    }

    private string Draw(FlowModel model, string bundle, PredictionInput input, (string Name, int Index) slot, string ending)
    {
        var path = Path.Combine(folder, slot.Name + ending);
        var one = input with { Inputs = input.Inputs.Slice(slot.Index, 1) };
        new FilePrediction(one, new(), path).Run(model, bundle, static _ => { }, cancellationToken);
        return path;
    }

    private InferenceSummary Describe(FlowModel model, GridCounts counts, PredictionReport whole, CountRequest request) => new()
    {
        Name = CityText.NameOf(request.Inputs),
        Card = model.Card,
        Headline =
        [
            ("Slots", NumberText.Whole(whole.Samples), "inferred"),
            (
                "Fine cells",
                Invariant($"{whole.Shape[2]} × {whole.Shape[3]}"),
                Invariant($"from {counts.Maps.Rows} × {counts.Maps.Columns}")),
            ("Missing counts", NumberText.Whole(whole.Inferred), "inferred as well"),
            ("Largest residual", NumberText.Rough(whole.MaxConservationError), whole.Conserves ? "counts; every block adds up" : "counts"),
        ],
        Notes = [.. counts.Notes],
        Warnings = whole.Warnings,
        Pictures =
        [
            ("The busiest slot", File.ReadAllBytes(Path.Combine(folder, "busiest.png"))),
            ("The latest slot", File.ReadAllBytes(Path.Combine(folder, "latest.png"))),
        ],
    };

    /// <summary>Whether the maps' place is known: the counts', or the model's if its maps are of the same size.</summary>
    private static bool HasPlace(FlowModel model, GridCounts counts) => counts.Box is not null
        || (model.Card.Data?.Manifest.BoundingBox is not null
            && (counts.Maps.Rows, counts.Maps.Columns) == (model.Network.Options.Height, model.Network.Options.Width));

    private static bool IsOneTiff(PredictionInput input, FlowModel model)
    {
        var (coarse, factor) = (input.Inputs.Coarse, model.Network.Options.ScaleFactor);
        return (long)coarse.Samples * coarse.Channels <= MostBands && coarse.Values.LongLength * factor * factor <= MostValues;
    }

    private static int Busiest(FlowMaps coarse) => Enumerable.Range(0, coarse.Samples)
        .MaxBy(slot => coarse.Sample(slot).ToArray().Sum(count => (double)count));
}
