using FineFlow.Core;
using FineFlow.Serving.Engine;
using FineFlow.Serving.Registry;

namespace FineFlow.Serving.Tests;

/// <summary>Questions of several samples, as arrays hold them.</summary>
internal static class EngineExtensions
{
    public static Task<IReadOnlyList<SampleAnswer>> InferAsync(
        this InferenceEngine engine, LoadedModel model, FlowMaps coarse, ExternalFactors? external, CancellationToken cancellation = default) =>
        engine.InferAsync(
            model, [.. Enumerable.Range(0, coarse.Samples).Select(sample => new Sample(coarse.Slice(sample, 1), external?.Slice(sample, 1)))], cancellation);
}
