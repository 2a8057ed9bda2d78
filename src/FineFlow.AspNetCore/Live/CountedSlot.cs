namespace FineFlow.AspNetCore.Live;

/// <summary>What a frame of counts is, that were told one by one.</summary>
/// <param name="Replaces">The frame of the same slot before more was counted; null for the first.</param>
internal sealed record CountedSlot(long? Replaces);
