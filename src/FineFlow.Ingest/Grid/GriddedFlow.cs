using FineFlow.Core.Datasets;

namespace FineFlow.Ingest.Grid;

/// <summary>A dataset made from rows, in memory.</summary>
/// <param name="Splits">Its splits, in time order.</param>
/// <param name="Manifest">Its description.</param>
/// <param name="Report">Report of rows read, counted and dropped.</param>
public sealed record GriddedFlow(IReadOnlyList<FlowSplit> Splits, DatasetManifest Manifest, GridReport Report);
