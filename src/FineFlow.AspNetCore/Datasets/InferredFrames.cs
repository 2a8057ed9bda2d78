using FineFlow.Core;
using FineFlow.Engine.Inference;
using FineFlow.Engine.Registry;
using Microsoft.Extensions.Caching.Memory;

namespace FineFlow.AspNetCore.Datasets;

/// <summary>
/// Frames of datasets as models infer them. The latest are kept: a dashboard that plays asks for the same ones over and over.
/// </summary>
internal sealed class InferredFrames(InferenceEngine engine) : IDisposable
{
    private const long CacheBytes = 256L << 20;
    private const int AtOnce = 8;

    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = CacheBytes });

    /// <summary>Infers frames that follow one another, or remembers them.</summary>
    /// <exception cref="BadInputException">The model and the dataset do not fit together.</exception>
    public async Task<IReadOnlyList<InferenceResult>> GetAsync(
        ServedModel model, ServedDataset data, int from, int count, CancellationToken cancellationToken)
    {
        data.CheckModel(model);
        var answers = new List<InferenceResult>();
        for (var frame = from; frame < from + count; frame += AtOnce)
        {
            answers.AddRange(await Task.WhenAll(
                Enumerable.Range(frame, Math.Min(AtOnce, from + count - frame)).Select(
                    one => GetAsync(model, data, one, cancellationToken))));
        }

        return answers;
    }

    public void Dispose() => _cache.Dispose();

    private async Task<InferenceResult> GetAsync(ServedModel model, ServedDataset data, int frame, CancellationToken cancellationToken)
    {
        var key = (data.Name, model.Source, frame);
        if (_cache.TryGetValue(key, out InferenceResult? known))
        {
            return known!;
        }

        var answer = (await engine.WaitAndInferAsync(model, data.Sample(frame), cancellationToken)).WithoutDistribution();
        var bytes = (answer.Fine.Values.LongLength + answer.Coarse.Values.LongLength) * sizeof(float);
        return _cache.Set(key, answer, new MemoryCacheEntryOptions { Size = bytes });
    }
}
