using FineFlow.Core;
using FineFlow.Core.Conservation;
using FineFlow.Core.Formats;
using FineFlow.Outputs;
using FineFlow.Torch.Inference;

namespace FineFlow.Engine.Predictions;

/// <summary>Fine maps as a model infers them, band by band, rounded where whole counts are asked for and measured as they pass.</summary>
internal sealed class PredictedMaps
{
    private readonly FlowModel _model;
    private readonly PredictionInput _input;
    private readonly bool _integers;
    private readonly IEnumerable<FineBand> _bands;

    /// <summary>Checks everything that can be checked before the work.</summary>
    /// <exception cref="BadInputException">The model, the memory or the rounding does not admit the maps.</exception>
    public PredictedMaps(FlowModel model, PredictionInput input, PredictionOptions options, CancellationToken cancellationToken)
    {
        if (options.Integers)
        {
            LargestRemainder.CheckCounts(input.Inputs.Coarse, input.Source);
        }

        (_model, _input, _integers) = (model, input, options.Integers);
        _bands = model.Infer(input.Inputs, options.Tiling, input.Source, cancellationToken);
    }

    /// <summary>Shape of all fine maps, [n, C, N*H, N*W].</summary>
    public int[] Shape
    {
        get
        {
            var (coarse, factor) = (_input.Inputs.Coarse, _model.Network.Options.ScaleFactor);
            return [coarse.Samples, coarse.Channels, checked(coarse.Rows * factor), checked(coarse.Columns * factor)];
        }
    }

    /// <summary>Shape of an array of them: with a channel axis where the input has one.</summary>
    public int[] ArrayShape => _input.HasChannelAxis ? Shape : [Shape[0], Shape[2], Shape[3]];

    /// <summary>Largest difference between a block's sum and its coarse count as given, of the bands that have passed.</summary>
    public double MaxConservationError { get; private set; }

    /// <summary>Whether every block of the bands that have passed adds up.</summary>
    public bool Conserves { get; private set; } = true;

    /// <summary>Returns the maps piece by piece; they can be gone through once.</summary>
    public FinePieces InPieces() => new(Shape, ArrayShape, Type, Pieces());

    /// <summary>Infers all maps.</summary>
    /// <param name="fine">The maps to fill.</param>
    /// <returns>The whole counts, where those are asked for.</returns>
    public long[]? Fill(FlowMaps fine)
    {
        var whole = _integers ? new long[fine.Values.Length] : null;
        foreach (var piece in Pieces())
        {
            for (var sample = 0; sample < piece.Fine.Samples; sample++)
            {
                for (var channel = 0; channel < piece.Fine.Channels; channel++)
                {
                    var map = piece.Fine.Map(sample, channel);
                    var start = piece.Row * piece.Fine.Columns;
                    map.CopyTo(fine.Map(piece.Sample + sample, channel)[start..]);
                    piece.Whole?.AsSpan((sample * piece.Fine.Channels + channel) * map.Length, map.Length)
                        .CopyTo(whole.AsSpan(((piece.Sample + sample) * fine.Channels + channel) * fine.Rows * fine.Columns + start));
                }
            }
        }

        return whole;
    }

    /// <summary>int32 holds every whole count where it holds the coarse ones: no fine count is above its coarse one.</summary>
    private NpyElementType Type => !_integers
        ? NpyElementType.F4
        : Array.TrueForAll(_input.Inputs.Coarse.Values, count => count < int.MaxValue) ? NpyElementType.I4 : NpyElementType.I8;

    private IEnumerable<FinePiece> Pieces()
    {
        foreach (var band in _bands)
        {
            var maps = MeasuredMaps.Create(band.Coarse, band.Fine, _integers);
            MaxConservationError = Math.Max(MaxConservationError, maps.Residual.Largest);
            Conserves &= maps.Residual.Conserves;
            yield return new(band.Sample, band.Row * (band.Fine.Rows / band.Coarse.Rows), band.Fine, maps.Whole);
        }
    }
}
