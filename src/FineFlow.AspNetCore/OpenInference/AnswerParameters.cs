using FineFlow.AspNetCore.Responses;

namespace FineFlow.AspNetCore.OpenInference;

/// <summary>What an answer says beside its tensors. A parameter of the protocol is one number, text or bool.</summary>
/// <param name="MaxConservationError">The largest difference of a block's sum, in counts.</param>
/// <param name="Warnings">How the coarse maps are unlike those of the model's training; null where they are not.</param>
internal sealed record AnswerParameters(double MaxConservationError, string? Warnings)
{
    public static AnswerParameters Of(IReadOnlyList<InferenceResponse> responses)
    {
        var warnings = responses.SelectMany(response => response.Warnings).Distinct().ToList();
        return new(
            responses.Max(response => response.Maps.Residual.Largest), warnings.Count > 0 ? string.Join("; ", warnings) : null);
    }
}
