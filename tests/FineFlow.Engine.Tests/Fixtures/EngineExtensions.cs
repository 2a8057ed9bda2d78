using FineFlow.Core;
using FineFlow.Engine.Inference;
using FineFlow.Engine.Registry;

namespace FineFlow.Engine.Tests.Fixtures;

/// <summary>Questions of several samples, as arrays hold them.</summary>
internal static class EngineExtensions
{
    public static Task<IReadOnlyList<InferenceResult>> InferAsync(
        this InferenceEngine engine,
        ServedModel model,
        FlowMaps coarse,
        ExternalFactors? external,
        CancellationToken cancellationToken = default) =>
        engine.InferAsync(
            model,
            [
                .. Enumerable.Range(0, coarse.Samples)
                    .Select(sample => new Sample(new(coarse.Slice(sample, 1), external?.Slice(sample, 1)))),
            ], cancellationToken);
}
