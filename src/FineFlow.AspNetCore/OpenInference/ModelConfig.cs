using FineFlow.Engine.Registry;

namespace FineFlow.AspNetCore.OpenInference;

/// <summary>
/// A model's configuration, as Triton's clients ask for it. The first dimension of each tensor is that of the samples, which is what
/// <c>max_batch_size</c> 0 says.
/// </summary>
internal sealed record ModelConfig(
    string Name, string Platform, string Backend, int MaxBatchSize, IReadOnlyList<TensorConfig> Input, IReadOnlyList<TensorConfig> Output)
{
    /// <inheritdoc cref="ModelMetadata.Find"/>
    public static ModelConfig Find(ModelRegistry registry, string model, string? version) =>
        Of(registry.State(model), registry.Find(model, new VersionChoice(Version: version)));

    private static ModelConfig Of(ModelState state, ServedModel model)
    {
        var metadata = ModelMetadata.Of(state, model);
        return new(
            metadata.Name,
            metadata.Platform,
            metadata.Platform,
            MaxBatchSize: 0,
            [.. metadata.Inputs.Select(input => TensorConfig.Of(input, IsOptional(input.Name, model)))],
            [.. metadata.Outputs.Select(output => TensorConfig.Of(output, isOptional: false))]);
    }

    private static bool IsOptional(string input, ServedModel model) => input switch
    {
        Tensors.Coarse => false,
        Tensors.External => !model.NeedsExternals,
        _ => true,
    };
}

/// <summary>A tensor in a model's configuration.</summary>
internal sealed record TensorConfig(string Name, string DataType, int[] Dims, bool Optional)
{
    public static TensorConfig Of(TensorMetadata tensor, bool isOptional) =>
        new(tensor.Name, TypeOf(tensor.Datatype), tensor.Shape, isOptional);

    /// <summary>Triton's name of a type.</summary>
    public static string TypeOf(string datatype) => $"TYPE_{datatype}";
}
