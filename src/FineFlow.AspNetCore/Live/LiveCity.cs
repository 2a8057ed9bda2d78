using System.Threading.Channels;
using FineFlow.AspNetCore.Requests;
using FineFlow.Core;
using FineFlow.Engine.Inference;
using FineFlow.Engine.Registry;
using Microsoft.Extensions.Logging;

namespace FineFlow.AspNetCore.Live;

/// <summary>
/// The counts of the city that a model was made for, as they come. Whenever some have come, their slots are inferred (cells without a count
/// too) and told to those who listen; a slot that has been told before takes the place of its frame.
/// </summary>
internal sealed partial class LiveCity : IAsyncDisposable
{
    /// <summary>Counts come in flocks: those of so long are inferred at once.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromSeconds(0.25);

    private readonly Lock _gate = new();
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly CancellationTokenSource _stop = new();
    private readonly (ModelRegistry Registry, InferenceEngine Engine, LiveFrames Frames, ILogger Logger) _services;
    private readonly string _model;
    private readonly LiveSlots _slots;
    private readonly Task _inferring;

    /// <exception cref="BadInputException">The model does not infer missing counts.</exception>
    public LiveCity(ServedModel model, ModelRegistry registry, InferenceEngine engine, LiveFrames frames, ILogger logger)
    {
        if (!model.GivesDistribution || model.NeedsExternals)
        {
            throw new BadInputException(
                "model", $"is {model.Card.Model}, which does not infer missing counts; dmn, pha or kha is expected");
        }

        (_model, _services) = (model.Name, (registry, engine, frames, logger));
        Shape = new(1, model.Options.InChannels, model.Options.Height, model.Options.Width);
        _slots = new(Shape, model.Card.Data?.Manifest.SlotMinutes, TimeProvider.System);
        _inferring = Task.Run(InferAsync);
    }

    /// <summary>A coarse map of the city.</summary>
    public FlowShape Shape { get; }

    /// <summary>Counts a message, once.</summary>
    /// <exception cref="BadInputException">Its slot has not begun yet.</exception>
    /// <exception cref="RefusedException">As many messages are kept as may be.</exception>
    public CountOutcome Add(CountMessage message)
    {
        lock (_gate)
        {
            var outcome = _slots.Add(message);
            if (outcome == CountOutcome.Counted)
            {
                _signal.Writer.TryWrite(true);
            }

            return outcome;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _inferring;
        _stop.Dispose();
    }

    private async Task InferAsync()
    {
        try
        {
            while (await _signal.Reader.WaitToReadAsync(_stop.Token))
            {
                await Task.Delay(Gathering, _stop.Token);
                _signal.Reader.TryRead(out _);
                foreach (var (slot, request) in TakeChanged())
                {
                    await ShowAsync(slot, request);
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The server stops.
        }
        catch (Exception failure)
        {
            LogEnd(_services.Logger, failure, _model);
        }
    }

    private List<(LiveSlot Slot, InferenceRequest Request)> TakeChanged()
    {
        lock (_gate)
        {
            return [.. _slots.TakeChanged().Select(slot => (slot, slot.ToRequest()))];
        }
    }

    private async Task ShowAsync(LiveSlot slot, InferenceRequest request)
    {
        try
        {
            using var lease = await _services.Registry.LeaseAsync(_model, new VersionChoice(), _stop.Token);
            var answer = await _services.Engine.WaitAndInferAsync(lease.Model, request.Sample, _stop.Token);
            slot.Frame = _services.Frames.Add(
                lease.Model, request.Time, null, answer.WithoutDistribution(), new CountedSlot(slot.Frame)).Id;
        }
        catch (Exception failure) when (failure is BadInputException or UnknownModelException or UnsoundModelException or RefusedException)
        {
            // The counts are kept: the next one of the slot has it inferred again.
            LogRefused(_services.Logger, _model, failure.Message);
        }
    }

    [LoggerMessage(LogLevel.Error, "Counts of {Model} are not inferred: {Reason}")]
    private static partial void LogRefused(ILogger logger, string model, string reason);

    [LoggerMessage(LogLevel.Error, "No counts of {Model} are inferred any more")]
    private static partial void LogEnd(ILogger logger, Exception failure, string model);
}
