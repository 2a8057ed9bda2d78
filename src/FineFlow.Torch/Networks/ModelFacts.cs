namespace FineFlow.Torch.Networks;

/// <summary>
/// What a list of models says of a network with its <see cref="ModelEntry.Defaults"/>. Stated, since building all networks to ask them
/// takes ten seconds; a test holds it against each network.
/// </summary>
/// <param name="Conserves">How exactly its maps add up.</param>
/// <param name="Parameters">Numbers in its parameters.</param>
/// <param name="MultiplyAdds">Multiply-adds of one sample.</param>
internal sealed record ModelFacts(ConservationGuarantee Conserves, long Parameters, long MultiplyAdds);
