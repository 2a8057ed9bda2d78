namespace FineFlow.Torch.Inference;

/// <summary>Whether weights were trained in the place that they are taken to.</summary>
public enum WeightsPlace
{
    /// <summary>The same place: maps of the place, as learned biases of its cells, go on.</summary>
    Same,

    /// <summary>Another place: maps of the place are made anew.</summary>
    Other,
}
