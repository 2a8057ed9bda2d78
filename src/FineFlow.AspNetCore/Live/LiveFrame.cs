using FineFlow.Engine.Inference;

namespace FineFlow.AspNetCore.Live;

/// <summary>A frame that was sent as it happened, and its fine map.</summary>
/// <param name="Id">Number of the frame, rising.</param>
/// <param name="Model">The model's name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Time">Start of its slot on the local clock, if given.</param>
/// <param name="External">Its seven external factors, if given.</param>
/// <param name="Answer">The maps.</param>
/// <param name="Slot">What it is of counts that were told one by one; null where it came as a whole.</param>
internal sealed record LiveFrame(
    long Id, string Model, string Version, DateTime? Time, IReadOnlyList<float>? External, InferenceResult Answer, CountedSlot? Slot);
