namespace FineFlow.Torch.Export;

/// <summary>What a network's graph reads: the inputs of a batch, as <see cref="Networks.FlowBatch"/> has them.</summary>
/// <param name="Coarse">Coarse maps [n, C, H, W], in the network's own unit.</param>
/// <param name="External">External factors [n, 7]; null where the network reads none.</param>
/// <param name="Time">Starts of the slots [n], seconds on the local clock; null where the network reads none.</param>
internal sealed record OnnxInputs(OnnxValue Coarse, OnnxValue? External, OnnxValue? Time);
