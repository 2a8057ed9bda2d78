using FineFlow.Core;

namespace FineFlow.Ingest.Synthetic;

/// <summary>The small city's flows in time order.</summary>
public sealed record SmallCityFlows(FlowSplit Train, FlowSplit Valid, FlowSplit Test);

/// <summary>One split: coarse [n, 1, 16, 16], fine [n, 1, 64, 64], external factors [n, 7] and the slots' starts, in seconds since 1970 on the local clock.</summary>
public sealed record FlowSplit(FlowMaps Coarse, FlowMaps Fine, ExternalFactors External, long[] Time);
