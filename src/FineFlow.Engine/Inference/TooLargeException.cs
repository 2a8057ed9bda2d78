namespace FineFlow.Engine.Inference;

/// <summary>Work that is more than the engine ever takes at once.</summary>
/// <param name="message">What is too large, and how large it may be.</param>
public sealed class TooLargeException(string message) : Exception(message);
