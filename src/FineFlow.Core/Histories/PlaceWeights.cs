namespace FineFlow.Core.Histories;

/// <summary>
/// What static maps were found to say of the shares in a block (<see cref="PlaceShares"/>). They mean the same in any city with such maps,
/// since a map's values count beside its own mean.
/// </summary>
/// <param name="Maps">Names of the maps, in the order of the weights.</param>
/// <param name="Channels">What was found of each channel of the counts.</param>
internal sealed record PlaceWeights(IReadOnlyList<string> Maps, IReadOnlyList<ChannelWeights> Channels)
{
    /// <summary>Whether there are two finite weights a map, and a worth above 0, for each channel.</summary>
    public bool IsSound => Maps.All(map => map is not null) && Channels.All(channel =>
        channel?.Weights.Count == 2 * Maps.Count && channel.Weights.All(double.IsFinite)
        && channel.Worth > 0 && double.IsFinite(channel.Worth));

    /// <summary>Returns whether they are of the same maps, in any order, and of as many channels.</summary>
    public bool Suit(IReadOnlyList<string> maps, int channels) =>
        channels == Channels.Count && maps.Count == Maps.Count && maps.All(Maps.Contains);

    /// <summary>Returns the weights of a channel in the order of some maps.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="maps">The same maps, in any order.</param>
    public double[] Of(int channel, IReadOnlyList<string> maps) =>
        [.. maps.SelectMany(map => Channels[channel].Weights.Skip(2 * Maps.ToList().IndexOf(map)).Take(2))];
}

/// <summary>What static maps say of one channel.</summary>
/// <param name="Weights">For each map the weight of ln(1 + value / mean), and that of there being anything.</param>
/// <param name="Worth">The number of vehicles that their shares are worth.</param>
internal sealed record ChannelWeights(IReadOnlyList<double> Weights, double Worth);
