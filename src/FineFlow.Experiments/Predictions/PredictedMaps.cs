using FineFlow.Core;
using FineFlow.Core.Conservation;
using FineFlow.Torch.Inference;

namespace FineFlow.Experiments.Predictions;

/// <summary>Fine maps as a model infers them, band by band, rounded to whole counts where those are asked for and measured as they pass.</summary>
public sealed class PredictedMaps
{
    private readonly FlowModel _model;
    private readonly FlowMaps _coarse;
    private readonly IEnumerable<FineBand> _bands;
    private readonly FlowMaps? _complete;

    /// <summary>Checks everything that can be checked before the work.</summary>
    /// <param name="model">The model.</param>
    /// <param name="coarse">Coarse maps [n, C, H, W], raw counts.</param>
    /// <param name="external">Their external factors, where the model uses them.</param>
    /// <param name="tiling">The tiles; whole maps where null.</param>
    /// <param name="integers">Whether to round to whole counts.</param>
    /// <param name="format">The format that they are for.</param>
    /// <param name="source">Where the maps come from, for error messages.</param>
    /// <param name="cancellationToken">Checked between batches.</param>
    /// <exception cref="BadInputException">The model, the memory or the rounding does not admit the maps.</exception>
    public PredictedMaps(
        FlowModel model, FlowMaps coarse, ExternalFactors? external, Tiling? tiling, bool integers, PredictionFormat format, string source,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(format);
        if (integers)
        {
            LargestRemainder.CheckCounts(coarse, source);
        }

        (_model, _coarse, Integers) = (model, coarse, integers);
        _bands = model.Infer(coarse, external, tiling, source, cancellationToken);
        _complete = format.TakesPieces ? null : model.CreateFine(coarse, source);
    }

    /// <summary>Shape of all fine maps, [n, C, N*H, N*W].</summary>
    public int[] Shape
    {
        get
        {
            var factor = _model.Network.Options.ScaleFactor;
            return [_coarse.Samples, _coarse.Channels, checked(_coarse.Rows * factor), checked(_coarse.Columns * factor)];
        }
    }

    /// <summary>Whether the counts are whole.</summary>
    public bool Integers { get; }

    /// <summary>Whether int32 holds every whole count: no fine count is above its coarse one.</summary>
    internal bool FitsInt32 => _coarse.Values.All(count => count < int.MaxValue);

    /// <summary>Largest difference between a block's sum and its coarse count as given, of the bands that have passed.</summary>
    public double MaxConservationError { get; private set; }

    /// <summary>Whether every block of the bands that have passed adds up.</summary>
    public bool Conserves { get; private set; } = true;

    /// <summary>The pieces; they can be gone through once.</summary>
    internal IEnumerable<FinePiece> Pieces()
    {
        foreach (var band in _bands)
        {
            var whole = Integers ? LargestRemainder.Round(band.Fine, band.Coarse) : null;
            var residual = ConservationResidual.Of(band.Coarse, whole is null ? band.Fine : LargestRemainder.AsMaps(whole, band.Fine));
            MaxConservationError = Math.Max(MaxConservationError, residual.Largest);
            Conserves &= residual.Conserves;
            yield return new(band.Sample, band.Row * (band.Fine.Rows / band.Coarse.Rows), band.Fine, whole);
        }
    }

    /// <summary>All fine maps at once, and the whole counts where those are asked for.</summary>
    internal (FlowMaps Fine, long[]? Whole) Complete()
    {
        var whole = Integers ? new long[_complete!.Values.Length] : null;
        foreach (var piece in Pieces())
        {
            for (var sample = 0; sample < piece.Fine.Samples; sample++)
            {
                for (var channel = 0; channel < piece.Fine.Channels; channel++)
                {
                    var map = piece.Fine.Map(sample, channel);
                    var start = piece.Row * piece.Fine.Columns;
                    map.CopyTo(_complete!.Map(piece.Sample + sample, channel)[start..]);
                    piece.Whole?.AsSpan((sample * piece.Fine.Channels + channel) * map.Length, map.Length)
                        .CopyTo(whole.AsSpan(((piece.Sample + sample) * piece.Fine.Channels + channel) * _complete.Rows * _complete.Columns + start));
                }
            }
        }

        return (_complete!, whole);
    }
}
