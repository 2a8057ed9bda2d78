namespace FineFlow.Torch.Networks;

/// <summary>How far a model's fine map adds up to the coarse one.</summary>
public enum ConservationGuarantee
{
    /// <summary>Exactly, up to float rounding, dead blocks included.</summary>
    Exactly,

    /// <summary>Up to the epsilon of its published normalisation; a dead block loses its flow.</summary>
    UpToEpsilon,

    /// <summary>Not by construction.</summary>
    No,
}
