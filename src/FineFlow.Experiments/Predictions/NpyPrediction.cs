using FineFlow.Core.Formats;

namespace FineFlow.Experiments.Predictions;

/// <summary>
/// An array [n, N*H, N*W] or [n, C, N*H, N*W], float32 or, as whole counts, int32 (int64 where that is too small). It is written piece by piece, so
/// that it may be larger than memory.
/// </summary>
internal sealed class NpyPrediction : PredictionFormat
{
    public override bool TakesPieces => true;

    public override void Write(Stream stream, Prediction prediction)
    {
        var (fine, whole) = (prediction.Fine, prediction.Whole);
        Write(
            stream, [fine.Samples, fine.Channels, fine.Rows, fine.Columns], prediction.HasChannelAxis,
            whole is not null, whole is null || whole.All(count => count <= int.MaxValue), [new(0, 0, fine, whole)]);
    }

    protected override void Write(Stream stream, PredictedMaps maps, bool hasChannelAxis) =>
        Write(stream, maps.Shape, hasChannelAxis, maps.Integers, maps.FitsInt32, maps.Pieces());

    private static void Write(Stream stream, int[] maps, bool hasChannelAxis, bool integers, bool fitsInt32, IEnumerable<FinePiece> pieces)
    {
        var shape = hasChannelAxis ? maps : [maps[0], maps[2], maps[3]];
        if (!integers)
        {
            Write(new NpyPieceWriter<float>(stream, shape), maps, pieces, piece => piece.Fine.Values);
        }
        else if (fitsInt32)
        {
            Write(new NpyPieceWriter<int>(stream, shape), maps, pieces, piece => Array.ConvertAll(piece.Whole!, count => (int)count));
        }
        else
        {
            Write(new NpyPieceWriter<long>(stream, shape), maps, pieces, piece => piece.Whole!);
        }
    }

    private static void Write<T>(NpyPieceWriter<T> writer, int[] maps, IEnumerable<FinePiece> pieces, Func<FinePiece, T[]> valuesOf)
        where T : unmanaged
    {
        var (channels, rows, columns) = (maps[1], (long)maps[2], maps[3]);
        foreach (var piece in pieces)
        {
            var (values, length) = (valuesOf(piece), piece.Fine.Rows * columns);
            for (var map = 0; map < piece.Fine.Samples * channels; map++)
            {
                writer.Write((((long)piece.Sample * channels + map) * rows + piece.Row) * columns, values.AsSpan(map * length, length));
            }
        }
    }
}
