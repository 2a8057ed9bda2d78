using FineFlow.AspNetCore.Requests;
using FineFlow.Core;

namespace FineFlow.AspNetCore.Live;

/// <summary>What has been counted in a slot so far.</summary>
/// <param name="start">Its start, on the city's clock.</param>
/// <param name="shape">A coarse map of the city.</param>
internal sealed class LiveSlot(DateTimeOffset start, FlowShape shape)
{
    private readonly double[] _counts = [.. Enumerable.Repeat(double.NaN, shape.Channels * shape.Rows * shape.Columns)];
    private readonly HashSet<UInt128> _ids = [];

    /// <summary>Its start, on the city's clock.</summary>
    public DateTimeOffset Start { get; } = start;

    /// <summary>Messages that are counted.</summary>
    public int Messages => _ids.Count;

    /// <summary>Whether more is counted than has been inferred.</summary>
    public bool HasChanged { get; set; }

    /// <summary>The frame that shows it; null before the first.</summary>
    public long? Frame { get; set; }

    /// <summary>Returns whether a message is counted already.</summary>
    public bool Has(CountMessage message) => _ids.Contains(message.Id);

    /// <summary>Counts a message.</summary>
    public void Add(CountMessage message)
    {
        _ids.Add(message.Id);
        foreach (var (cell, count) in message.Cells.Zip(message.Counts))
        {
            _counts[cell] = double.IsNaN(_counts[cell]) ? count : _counts[cell] + count;
        }

        HasChanged = true;
    }

    /// <summary>Returns what is to be inferred: cells without a message are missing.</summary>
    public InferenceRequest ToRequest() => InferenceRequest.Of(
        CountArray.From([shape.Channels, shape.Rows, shape.Columns], [.. _counts]), null, Start.DateTime, null, null);
}
