using FineFlow.Core;
using FineFlow.Core.Formats;

namespace FineFlow.Outputs;

/// <summary>
/// An array, float32 or, as whole counts, int32 (int64 where that is too small). It is written piece by piece, so that it may be larger
/// than memory. Quantiles and draws stand behind the map along an axis before the others.
/// </summary>
internal sealed class NpyFormat : OutputFormat
{
    public override string Key => "npy";

    public override IReadOnlyList<string> Endings => [".npy"];

    public override string MediaType => "application/x-npy";

    public override string Description => "an array";

    public override bool TakesPieces => true;

    public override bool HoldsQuantiles => true;

    public override bool HoldsDraws => true;

    public override void Write(Stream stream, Prediction prediction)
    {
        FlowMaps[] more = [.. prediction.Quantiles.Select(quantile => quantile.Counts), .. prediction.Draws];
        int[] shape = more.Length == 0 ? prediction.ArrayShape : [1 + more.Length, .. prediction.ArrayShape];
        if (prediction.Whole is { } whole)
        {
            NpyWriter.WriteCounts(stream, more.Length == 0 ? whole : [.. whole, .. more.SelectMany(Counts)], shape);
            return;
        }

        if (Array.Exists(more, maps => maps.Exact is not null))
        {
            throw new BadInputException(
                "draws", "have counts above 2^24, which do not fit beside a map that is not whole; whole counts are expected (integers)");
        }

        var fine = prediction.Fine.Values;
        NpyWriter.Write(stream, more.Length == 0 ? fine : [.. fine, .. more.SelectMany(maps => maps.Values)], shape);
    }

    public override void Write(Stream stream, FinePieces pieces)
    {
        switch (pieces.Type)
        {
            case NpyElementType.F4:
                Write(new NpyPieceWriter<float>(stream, pieces.ArrayShape), pieces, piece => piece.Fine.Values);
                break;
            case NpyElementType.I4:
                Write(
                    new NpyPieceWriter<int>(stream, pieces.ArrayShape),
                    pieces,
                    piece => Array.ConvertAll(piece.Whole!, count => (int)count));
                break;
            default:
                Write(new NpyPieceWriter<long>(stream, pieces.ArrayShape), pieces, piece => piece.Whole!);
                break;
        }
    }

    private static IEnumerable<long> Counts(FlowMaps maps) =>
        Enumerable.Range(0, maps.Values.Length).Select(cell => (long)maps.Count(cell));

    private static void Write<T>(NpyPieceWriter<T> writer, FinePieces pieces, Func<FinePiece, T[]> valuesOf)
        where T : unmanaged
    {
        var (channels, rows, columns) = (pieces.Maps[1], (long)pieces.Maps[2], pieces.Maps[3]);
        foreach (var piece in pieces.Pieces)
        {
            var (values, length) = (valuesOf(piece), piece.Fine.Rows * columns);
            for (var map = 0; map < piece.Fine.Samples * channels; map++)
            {
                writer.Write((((long)piece.Sample * channels + map) * rows + piece.Row) * columns, values.AsSpan(map * length, length));
            }
        }
    }
}
