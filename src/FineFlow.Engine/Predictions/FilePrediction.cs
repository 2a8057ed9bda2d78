using FineFlow.Core;
using FineFlow.Core.Storage;
using FineFlow.Outputs;
using FineFlow.Torch.Inference;

namespace FineFlow.Engine.Predictions;

/// <summary>A prediction from coarse maps to a file of fine maps, in the format that the file's ending names.</summary>
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

    /// <summary>Infers the fine maps and writes them. The file appears whole or not at all.</summary>
    /// <param name="model">The model.</param>
    /// <param name="bundle">Its bundle, for messages.</param>
    /// <param name="warn">Is told how the coarse maps are unlike those of the model's training, before the work.</param>
    /// <param name="cancellationToken">Checked between batches.</param>
    /// <exception cref="BadInputException">The model, the memory or the format does not admit the maps, or the file cannot be
    /// written.</exception>
    public PredictionReport Run(FlowModel model, string bundle, Action<string> warn, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(warn);
        var (coarse, source) = (_input.Inputs.Coarse, _input.Source);
        var place = _format.UsesPlace ? PlaceOf(model, bundle) : null;
        _format.Check(place, (long)coarse.Samples * coarse.Channels, bundle);
        AtomicFile.RequireWritable(_output);

        var maps = new PredictedMaps(model, _input, _options, cancellationToken);
        var room = _format.TakesPieces ? null : model.CreateFine(coarse, source);
        var warnings = model.CompareWithTraining(coarse, OriginOf(model), source, _options.Strict);
        foreach (var warning in warnings)
        {
            warn($"{source} {warning}");
        }

        if (room is null)
        {
            _format.Write(_output, maps.InPieces());
        }
        else
        {
            _format.Write(_output, Describe(model, maps, room, place));
        }

        return new(
            model.Card.Model, _output, coarse.Samples, maps.Shape, _options.Integers, maps.MaxConservationError, maps.Conserves, warnings);
    }

    private Prediction Describe(FlowModel model, PredictedMaps maps, FlowMaps fine, GridPlace? place) => new()
    {
        Whole = maps.Fill(fine),
        Fine = fine,
        Model = model.Card.Model,
        Manifest = model.Card.Data?.Manifest ?? new(),
        Place = place,
        Time = _input.Inputs.Time,
        Slot = _options.Slot,
        ArrayShape = maps.ArrayShape,
    };

    private GridPlace? PlaceOf(FlowModel model, string bundle)
    {
        var options = model.Network.Options;
        return GridPlace.From(model.Card.Data?.Manifest, (options.Height, options.Width), _input.Inputs.Coarse, bundle);
    }

    /// <summary>
    /// Of a plain array no more is known than its times. Steps between them that are no whole multiples of the model's slot length show
    /// that the slots are of another length.
    /// </summary>
    private InputOrigin? OriginOf(FlowModel model)
    {
        const int SecondsPerMinute = 60;
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
