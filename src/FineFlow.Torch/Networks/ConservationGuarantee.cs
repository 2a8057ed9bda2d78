namespace FineFlow.Torch.Networks;

/// <summary>How exactly a model's fine map adds up to the coarse map, as published.</summary>
public enum ConservationGuarantee
{
    /// <summary>Exactly, up to float rounding, dead blocks included.</summary>
    Exactly,

    /// <summary>Up to the epsilon of the published normalisation. A dead block loses its flow.</summary>
    UpToEpsilon,

    /// <summary>Not by construction.</summary>
    No,
}
