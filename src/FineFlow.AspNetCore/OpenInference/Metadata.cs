using FineFlow.AspNetCore.Settings;
using FineFlow.Core;
using FineFlow.Engine.Registry;

namespace FineFlow.AspNetCore.OpenInference;

/// <summary>What the protocol says of the server.</summary>
internal sealed record ServerMetadata(string Name, string Version, IReadOnlyList<string> Extensions)
{
    public static ServerMetadata Current { get; } = new(
        "fineflow", ServerVersion.Text, ["binary_tensor_data", "model_configuration", "model_repository", "statistics"]);
}

/// <summary>What the protocol says of a model.</summary>
internal sealed record ModelMetadata(
    string Name,
    IReadOnlyList<string> Versions,
    string Platform,
    IReadOnlyList<TensorMetadata> Inputs,
    IReadOnlyList<TensorMetadata> Outputs)
{
    private const int Any = -1;

    /// <summary>Describes a model by one of its versions.</summary>
    /// <param name="registry">The models.</param>
    /// <param name="model">The model's name.</param>
    /// <param name="version">The version; the stable one where null.</param>
    /// <exception cref="UnknownModelException">The model or version is unknown.</exception>
    public static ModelMetadata Find(ModelRegistry registry, string model, string? version) =>
        Of(registry.State(model), registry.Find(model, new VersionChoice(Version: version)));

    public static ModelMetadata Of(ModelState state, ServedModel model)
    {
        var channels = model.Options.InChannels;
        var (rows, columns) = model.HasFixedSize ? (model.Options.Height, model.Options.Width) : (Any, Any);
        return new(
            model.Name,
            [.. state.Versions.Select(version => version.Version)],
            "fineflow",
            [
                new(Tensors.Coarse, Tensors.Float, [Any, channels, rows, columns]),
                new(Tensors.External, Tensors.Float, [Any, TaxiBjColumns.Count]),
                new(Tensors.Time, Tensors.Whole, [Any]),
            ],
            [.. OutputsOf(model, channels, rows, columns)]);
    }

    private static IEnumerable<TensorMetadata> OutputsOf(ServedModel model, int channels, int rows, int columns)
    {
        int[] fine = [channels, Times(rows, model.Options.ScaleFactor), Times(columns, model.Options.ScaleFactor)];
        yield return new(Tensors.Fine, Tensors.Float, [Any, .. fine]);
        if (model.GivesDistribution)
        {
            yield return new(Tensors.Quantiles, Tensors.Whole, [Any, Any, .. fine]);
            yield return new(Tensors.Draws, Tensors.Whole, [Any, Any, .. fine]);
            yield return new(Tensors.Observed, Tensors.Whole, [Any, channels, rows, columns]);
        }
    }

    private static int Times(int size, int factor) => size == Any ? Any : size * factor;
}

/// <summary>What the protocol says of a tensor.</summary>
internal sealed record TensorMetadata(string Name, string Datatype, int[] Shape);

/// <summary>Whether a model can be asked.</summary>
internal sealed record ModelReadiness(string Name, bool Ready)
{
    /// <inheritdoc cref="ModelMetadata.Find"/>
    public static ModelReadiness Find(ModelRegistry registry, string model, string? version)
    {
        registry.Find(model, new VersionChoice(Version: version));
        return new(model, true);
    }
}
