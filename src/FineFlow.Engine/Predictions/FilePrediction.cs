using FineFlow.Core;
using FineFlow.Core.Storage;
using FineFlow.Outputs;
using FineFlow.Torch.Inference;

namespace FineFlow.Engine.Predictions;

/// <summary>
/// A prediction from coarse maps to a file of fine maps, in the format that the file's ending names, and what stands beside it: a style,
/// and arrays of quantiles that the format does not hold, of draws, and of which coarse cells were observed.
/// </summary>
public sealed class FilePrediction
{
    private readonly PredictionInput _input;
    private readonly PredictionOptions _options;
    private readonly string _output;
    private readonly OutputFormat _format;

    /// <summary>Checks everything that can be checked without the model.</summary>
    /// <param name="input">The coarse maps.</param>
    /// <param name="options">Options of the prediction.</param>
    /// <param name="output">The file to write.</param>
    /// <exception cref="BadInputException">No format has the file's ending, or the options do not fit the format or the maps.</exception>
    public FilePrediction(PredictionInput input, PredictionOptions options, string output)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(options);
        (_input, _options, _output, _format) = (input, options, output, OutputFormats.FromPath(output));
        options.Check(_format, input.Inputs.Coarse);
    }

    /// <summary>Infers the fine maps and writes them. No file appears before all are complete.</summary>
    /// <param name="model">The model.</param>
    /// <param name="bundle">Its bundle, for messages.</param>
    /// <param name="warn">Is told how the coarse maps are unlike those of the model's training, before the work.</param>
    /// <param name="cancellationToken">Checked between batches.</param>
    /// <exception cref="BadInputException">The model, the memory or the format does not admit the maps, or the file cannot be
    /// written.</exception>
    public PredictionReport Run(IFlowModel model, string bundle, Action<string> warn, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(warn);
        var (inputs, answer) = (_input.Inputs, _options.Answer);
        var place = PlaceOf(model, bundle);
        var shape = PredictionShape.Of(_input, model.Options.ScaleFactor);
        var sides = new SideArrays(_output, answer, _format.TakesPieces, inputs.Mask is not null, shape);
        string[] styles = _format.StyleEnding is { } ending ? [Path.ChangeExtension(_output, ending)] : [];
        string[] files = [_output, .. styles, .. sides.Paths];
        var parts = _format.TakesPieces ? 1 : 1 + answer.Quantiles.Count;
        _format.Check(place, (long)inputs.Samples * inputs.Coarse.Channels * parts, bundle);
        Array.ForEach(files, AtomicFile.RequireWritable);

        var maps = new PredictedMaps(model, _input, _options, shape, sides.Write, cancellationToken);
        FlowMaps[] room = _format.TakesPieces
            ? []
            : [.. Enumerable.Range(0, parts).Select(_ => model.CreateFine(inputs.Coarse, _input.Source))];
        var warnings = model.CompareWithTraining(inputs, OriginOf(model), _input.Source, _options.Strict);
        foreach (var warning in warnings)
        {
            warn($"{_input.Source} {warning}");
        }

        AtomicFile.WriteAll(files, streams =>
        {
            sides.Open(streams.Skip(1 + styles.Length));
            if (_format.TakesPieces)
            {
                _format.Write(streams[0], maps.InPieces());
            }
            else
            {
                var prediction = Describe(model, maps, room, place, shape.Array);
                _format.Write(streams[0], prediction);
                Array.ForEach([.. streams.Skip(1).Take(styles.Length)], stream => _format.WriteStyle(stream, prediction));
            }
        });

        var inferred = MissingCells.Count(inputs.Mask);
        return new(
            model.Card.Model, _output, inputs.Samples, shape.Maps, answer.AreWhole, answer.Estimate, answer.Quantiles, answer.Draws, files,
            inputs.Coarse.Values.Length - inferred, inferred, maps.MaxConservationError, maps.Conserves, warnings);
    }

    private Prediction Describe(IFlowModel model, PredictedMaps maps, FlowMaps[] room, GridPlace? place, int[] arrayShape) => new()
    {
        Whole = maps.Fill(room[0], room[1..]),
        Fine = room[0],
        Quantiles = [.. room.Skip(1).Zip(_options.Answer.Quantiles, (counts, level) => new QuantileMaps(level, counts))],
        Model = model.Card.Model,
        Manifest = model.Card.Data?.Manifest ?? new(),
        Place = place,
        Time = _input.Inputs.Time,
        Slot = _options.Slot,
        ArrayShape = arrayShape,
        ZerosAsNodata = _options.Answer.ZerosAsNodata,
        Provenance = ProvenanceOf.Model(model.Card, _options.Answer) with { Command = _options.Command },
    };

    /// <summary>
    /// Returns the place of the input where it is known, otherwise that of the model's own city, for a format that tells it. A picture
    /// tells no more than the proportions of the cells, and does without the place of maps that are not of the model's own city.
    /// </summary>
    private GridPlace? PlaceOf(IFlowModel model, string bundle)
    {
        var (options, coarse) = (model.Options, _input.Inputs.Coarse);
        if (!_format.UsesPlace)
        {
            return null;
        }

        if (_input.Origin is { Manifest: { BoundingBox: not null } own })
        {
            return GridPlace.From(own, (coarse.Rows, coarse.Columns), coarse, _input.Source);
        }

        var city = (options.Height, options.Width);
        return _format.ShowsOneMap && (coarse.Rows, coarse.Columns) != city
            ? null
            : GridPlace.From(model.Card.Data?.Manifest, city, coarse, bundle);
    }

    /// <summary>
    /// Of a plain array no more is known than its times. Steps between them that are no whole multiples of the model's slot length show
    /// that the slots are of another length.
    /// </summary>
    private InputOrigin? OriginOf(IFlowModel model)
    {
        const int SecondsPerMinute = 60;
        if (_input.Origin is { } origin)
        {
            return origin;
        }

        if (_input.Inputs.Time is not { } time || model.Card.Data?.Manifest.SlotMinutes is not { } slot)
        {
            return null;
        }

        var others = time.Zip(time.Skip(1), (before, after) => after - before)
            .Where(step => step > 0 && step % (slot * SecondsPerMinute) != 0)
            .ToArray();
        return others.Length == 0 ? null : new(new() { SlotMinutes = (int)Math.Clamp(others.Min() / SecondsPerMinute, 1, int.MaxValue) });
    }
}
