using FineFlow.Core;
using FineFlow.Core.Formats;
using FineFlow.Outputs;
using FineFlow.Torch.Inference;

namespace FineFlow.Engine.Predictions;

/// <summary>Fine maps as a model infers them, band by band, rounded where whole counts are asked for and measured as they pass.</summary>
internal sealed class PredictedMaps
{
    private readonly PredictionShape _shape;
    private readonly AnswerOptions _options;
    private readonly Action<FineBand, MeasuredMaps> _passed;
    private readonly IEnumerable<FineBand> _bands;

    /// <summary>Checks everything that can be checked before the work.</summary>
    /// <param name="model">The model.</param>
    /// <param name="input">The coarse maps.</param>
    /// <param name="options">Options of the prediction.</param>
    /// <param name="shape">The shapes of the arrays.</param>
    /// <param name="passed">Is given each band as it passes.</param>
    /// <param name="cancellationToken">Checked between batches.</param>
    /// <exception cref="BadInputException">The model, the memory or the answer does not admit the maps.</exception>
    public PredictedMaps(
        IFlowModel model,
        PredictionInput input,
        PredictionOptions options,
        PredictionShape shape,
        Action<FineBand, MeasuredMaps> passed,
        CancellationToken cancellationToken)
    {
        options.Answer.CheckModel(model.Card.Model, model.GivesDistribution);
        options.Answer.CheckCounts(input.Inputs.Coarse, input.Source);
        (_shape, _options, _passed) = (shape, options.Answer, passed);
        _bands = model.Infer(input.Inputs, options.Tiling, input.Source, cancellationToken);
    }

    /// <summary>Largest difference between a block's sum and its coarse count as given, of the bands that have passed.</summary>
    public double MaxConservationError { get; private set; }

    /// <summary>Whether every block of the bands that have passed adds up.</summary>
    public bool Conserves { get; private set; } = true;

    /// <summary>Returns the maps piece by piece; they can be gone through once.</summary>
    public FinePieces InPieces() => new(_shape.Maps, _shape.Array, _options.AreWhole ? _shape.WholeType : NpyElementType.F4, Pieces());

    /// <summary>Infers all maps.</summary>
    /// <param name="fine">The maps to fill.</param>
    /// <param name="quantiles">Maps to fill with the quantiles; none where those are not needed.</param>
    /// <returns>The whole counts, where those are asked for.</returns>
    public long[]? Fill(FlowMaps fine, IReadOnlyList<FlowMaps> quantiles)
    {
        var whole = _options.AreWhole ? new long[fine.Values.Length] : null;
        foreach (var (band, maps) in Measured())
        {
            var start = FirstRow(band) * fine.Columns;
            for (var map = 0; map < band.Fine.Samples * fine.Channels; map++)
            {
                var length = band.Fine.Rows * fine.Columns;
                var (from, to) = (map * length, (band.Sample * fine.Channels + map) * fine.Rows * fine.Columns + start);
                Array.Copy(maps.Fine.Values, from, fine.Values, to, length);
                for (var number = 0; number < quantiles.Count; number++)
                {
                    Array.Copy(maps.Quantiles[number].Counts.Values, from, quantiles[number].Values, to, length);
                }

                if (whole is not null)
                {
                    Array.Copy(maps.Whole!, from, whole, to, length);
                }
            }
        }

        return whole;
    }

    private IEnumerable<FinePiece> Pieces() => Measured().Select(passing =>
        new FinePiece(passing.Band.Sample, FirstRow(passing.Band), passing.Maps.Fine, passing.Maps.Whole));

    private static int FirstRow(FineBand band) => band.Row * (band.Fine.Rows / band.Coarse.Rows);

    private IEnumerable<(FineBand Band, MeasuredMaps Maps)> Measured()
    {
        foreach (var band in _bands)
        {
            var maps = MeasuredMaps.Create(band, _options);
            MaxConservationError = Math.Max(MaxConservationError, maps.Residual.Largest);
            Conserves &= maps.Residual.Conserves;
            _passed(band, maps);
            yield return (band, maps);
        }
    }
}
