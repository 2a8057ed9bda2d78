using System.Collections.Concurrent;
using FineFlow.AspNetCore.Requests;
using FineFlow.Core;
using FineFlow.Engine.Inference;
using FineFlow.Engine.Registry;
using Microsoft.Extensions.Logging;

namespace FineFlow.AspNetCore.Live;

/// <summary>Counts as they come, of the city of each model.</summary>
internal sealed class LiveCounts(ModelRegistry registry, InferenceEngine engine, LiveFrames frames, ILogger<LiveCounts> logger)
    : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<LiveCity>> _cities = new(StringComparer.Ordinal);

    /// <summary>Returns the city of a model.</summary>
    /// <exception cref="UnknownModelException">There is no such model.</exception>
    /// <exception cref="BadInputException">It does not infer missing counts.</exception>
    public LiveCity Of(string model)
    {
        var version = registry.Find(model, new VersionChoice());
        try
        {
            return _cities.GetOrAdd(model, _ => new(() => new LiveCity(version, registry, engine, frames, logger))).Value;
        }
        catch (BadInputException)
        {
            _cities.TryRemove(model, out _);
            throw;
        }
    }

    /// <summary>Counts one message of JSON.</summary>
    /// <exception cref="Problems.ProblemException">It is no such JSON.</exception>
    /// <exception cref="BadInputException">A field cannot be what it is.</exception>
    /// <exception cref="RefusedException">As many messages are kept as may be.</exception>
    public CountOutcome Add(string model, ReadOnlySpan<byte> json)
    {
        var city = Of(model);
        return city.Add(CountMessage.Of(InferenceRequestReader.ParseJson<CountMessageBody>(json), city.Shape));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var city in _cities.Values)
        {
            await city.Value.DisposeAsync();
        }
    }
}
