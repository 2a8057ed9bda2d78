namespace FineFlow.Engine.Inference;

/// <summary>Work that is more than the engine ever takes at once.</summary>
/// <param name="message">The size and its limit.</param>
internal sealed class TooLargeException(string message) : Exception(message);
