using FineFlow.Core;
using FineFlow.Engine.Registry;

namespace FineFlow.Server.OpenInference;

/// <summary>What the protocol says of the server.</summary>
internal sealed record ServerMetadata(string Name, string Version, IReadOnlyList<string> Extensions);

/// <summary>What the protocol says of a model.</summary>
internal sealed record ModelMetadata(
    string Name,
    IReadOnlyList<string> Versions,
    string Platform,
    IReadOnlyList<TensorMetadata> Inputs,
    IReadOnlyList<TensorMetadata> Outputs)
{
    private const int Any = -1;

    public static ModelMetadata Of(ModelState state, LoadedModel model)
    {
        var (channels, factor) = (model.Options.InChannels, model.Options.ScaleFactor);
        var (rows, columns) = model.HasFixedSize ? (model.Options.Height, model.Options.Width) : (Any, Any);
        return new(
            model.Name,
            [.. state.Versions.Select(version => version.Version)],
            "fineflow",
            [
                new(Tensors.Coarse, Tensors.Float, [Any, channels, rows, columns]),
                new(Tensors.External, Tensors.Float, [Any, TaxiBjColumns.Count]),
            ],
            [new(Tensors.Fine, Tensors.Float, [Any, channels, Times(rows, factor), Times(columns, factor)])]);
    }

    private static int Times(int size, int factor) => size == Any ? Any : size * factor;
}

/// <summary>What the protocol says of a tensor.</summary>
internal sealed record TensorMetadata(string Name, string Datatype, int[] Shape);

/// <summary>Whether a model can be asked.</summary>
internal sealed record ModelReadiness(string Name, bool Ready);
