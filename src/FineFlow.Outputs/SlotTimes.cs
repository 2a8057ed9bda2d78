using System.Globalization;

namespace FineFlow.Outputs;

/// <summary>When the slots of a prediction begin and end, on the local clock.</summary>
/// <param name="Starts">Their starts, in seconds since 1970.</param>
/// <param name="Seconds">Their length: the manifest's, or else the shortest step between starts; null where neither is known.</param>
internal sealed record SlotTimes(long[] Starts, long? Seconds)
{
    private static readonly long Last = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary>
    /// Whether every slot begins after the one before it. On the hour that a clock is set back, starts come twice.
    /// </summary>
    public bool Rise { get; } = Starts.Zip(Starts.Skip(1), (before, after) => after > before).All(rises => rises);

    /// <summary>Returns the times of a prediction; null where they are unknown.</summary>
    public static SlotTimes? Of(Prediction prediction) =>
        prediction.Time is { } starts ? new(starts, LengthOf(prediction.Manifest.SlotMinutes, starts)) : null;

    /// <summary>Returns a time as ISO 8601, without a zone.</summary>
    public static string Iso(long seconds) =>
        DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Returns a slot's start as ISO 8601, or its number where times are unknown.</summary>
    /// <param name="starts">The starts of all slots.</param>
    /// <param name="slot">The slot's place among them.</param>
    /// <param name="first">The number of the first one.</param>
    public static string Name(long[]? starts, int slot, int first = 0) =>
        starts is null ? (first + slot).ToString(CultureInfo.InvariantCulture) : Iso(starts[slot]);

    /// <summary>Returns the end of a slot; null where its length is unknown.</summary>
    public long? End(int sample) => Seconds is { } length && length <= Last - Starts[sample] ? Starts[sample] + length : null;

    private static long? LengthOf(int? minutes, long[] starts) => minutes is { } stated
        ? 60L * stated
        : starts.Zip(starts.Skip(1), (before, after) => after - before).Where(step => step > 0).Select(step => (long?)step).Min();
}
