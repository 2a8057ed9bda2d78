using FineFlow.Core;

namespace FineFlow.Experiments.Predictions;

/// <summary>Whole rows of one or several fine maps.</summary>
/// <param name="Sample">The first sample.</param>
/// <param name="Row">The first fine row.</param>
/// <param name="Fine">The rows, [k, C, rows, columns], in counts.</param>
/// <param name="Whole">The same as whole counts, where those are asked for.</param>
internal sealed record FinePiece(int Sample, int Row, FlowMaps Fine, long[]? Whole);
