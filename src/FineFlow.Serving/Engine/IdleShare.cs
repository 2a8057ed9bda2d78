namespace FineFlow.Serving.Engine;

/// <summary>How much of the last moments the engine had nothing to do: a moving average that forgets with the memory given.</summary>
internal sealed class IdleShare(TimeSpan memory)
{
    /// <summary>The share, 0 to 1.</summary>
    public double Value { get; private set; } = 1;

    /// <summary>Takes in the time since the last call, of which so much was idle.</summary>
    public void Add(TimeSpan idle, TimeSpan passed)
    {
        if (passed > TimeSpan.Zero)
        {
            var kept = Math.Exp(-passed / memory);
            Value = Value * kept + Math.Min(1, idle / passed) * (1 - kept);
        }
    }
}
