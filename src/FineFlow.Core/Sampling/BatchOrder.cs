namespace FineFlow.Core.Sampling;

/// <summary>The order in which an epoch visits the samples: a pure function of seed and epoch, so that training can resume.</summary>
internal static class BatchOrder
{
    /// <summary>Returns a uniformly random order of 0 .. <paramref name="samples"/> - 1 (Fisher-Yates).</summary>
    /// <param name="samples">Number of samples.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="epoch">The epoch, counted as the caller likes: every number has its own order.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="samples"/> is negative.</exception>
    public static int[] Shuffle(int samples, long seed, int epoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(samples);
        var random = new RandomStream(seed, epoch);
        var order = Enumerable.Range(0, samples).ToArray();
        for (var last = samples - 1; last > 0; last--)
        {
            var chosen = random.NextInt(last + 1);
            (order[last], order[chosen]) = (order[chosen], order[last]);
        }

        return order;
    }
}
