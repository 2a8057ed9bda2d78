using FineFlow.Core;
using FineFlow.Core.Formats;

namespace FineFlow.Outputs;

/// <summary>Fine maps that come piece by piece, so that they need not fit into memory.</summary>
/// <param name="Maps">Shape of all maps, [n, C, N*H, N*W].</param>
/// <param name="ArrayShape">Shape that an array of them has: the same with or without its axes of length 1.</param>
/// <param name="Type">Type of the numbers: float32, or for whole counts int32 or int64.</param>
/// <param name="Pieces">The pieces; they can be gone through once.</param>
public sealed record FinePieces(int[] Maps, int[] ArrayShape, NpyElementType Type, IEnumerable<FinePiece> Pieces);

/// <summary>Whole rows of one or several fine maps.</summary>
/// <param name="Sample">The first sample.</param>
/// <param name="Row">The first fine row.</param>
/// <param name="Fine">The rows, [k, C, rows, columns], in counts.</param>
/// <param name="Whole">The fine rows as whole counts; null where they are not rounded.</param>
public sealed record FinePiece(int Sample, int Row, FlowMaps Fine, long[]? Whole);
