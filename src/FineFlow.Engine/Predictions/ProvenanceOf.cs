using FineFlow.Outputs;
using FineFlow.Torch.Inference;

namespace FineFlow.Engine.Predictions;

/// <summary>Where predictions come from.</summary>
internal static class ProvenanceOf
{
    /// <summary>Returns what the card of a model's bundle says.</summary>
    /// <param name="card">The card.</param>
    /// <param name="answer">What is asked of the model.</param>
    public static Provenance Model(ModelCard card, AnswerOptions answer) => new()
    {
        Estimate = answer.Estimate.ToString().ToLowerInvariant(),
        DataFingerprint = card.Data?.Fingerprint,
        WeightsSha256 = card.WeightsSha256,
    };
}
