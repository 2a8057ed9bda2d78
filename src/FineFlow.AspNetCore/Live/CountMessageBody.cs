using System.ComponentModel;
using FineFlow.AspNetCore.Requests;

namespace FineFlow.AspNetCore.Live;

/// <summary>A count as it comes: of one sensor, or a whole coarse map.</summary>
internal sealed record CountMessageBody(
    [property: Description("What tells it from all others of its slot, up to 200 characters: one that comes again is not counted again.")]
    string Id,
    [property: Description("A time in the slot, on the city's clock and with its offset, as 2026-03-02T08:00:00+08:00.")]
    string Slot)
{
    [Description("The count of one sensor, which adds to that of its coarse cell; with row and column.")]
    public double? Value { get; init; }

    [Description("The sensor's coarse cell, from 0 at the north edge.")]
    public int? Row { get; init; }

    [Description("The sensor's coarse cell, from 0 at the west edge.")]
    public int? Column { get; init; }

    [Description("The sensor's flow channel, from 0.")]
    public int Channel { get; init; }

    [Description("In place of value: a coarse map, [H, W] or [C, H, W]; its counts add to those of their cells, null where there is none.")]
    public NestedNumbers? Coarse { get; init; }
}

/// <summary>Counts as they come by HTTP.</summary>
internal sealed record CountMessagesBody([property: Description("The messages, up to 1000.")] IReadOnlyList<CountMessageBody> Counts);
