namespace FineFlow.Core.Zones;

/// <summary>The flow in a zone in one slot and channel.</summary>
/// <param name="Flow">The inferred flow, in counts.</param>
/// <param name="Lower">The lower end of its central 90 % interval; null where the model does not say how sure it is.</param>
/// <param name="Upper">The upper end.</param>
/// <param name="Truth">The true flow, where it is known.</param>
internal sealed record ZoneTotal(double Flow, double? Lower, double? Upper, double? Truth);
