using FineFlow.Core;

namespace FineFlow.Torch.Export;

/// <summary>Layers that read external factors [n, 7].</summary>
internal static class OnnxExternals
{
    private const int Continuous = 4;

    /// <summary>Looks a column up in an embedding table, [n, width].</summary>
    public static OnnxValue Embed(this OnnxValue external, int column, string name)
    {
        var weight = $"{name}.weight";
        return external.Graph.Weight(weight).Lookup(external.Select(1, column), external.Graph.ShapeOf(weight)[0]);
    }

    /// <summary><see cref="Layers.ExternalEmbedding.Embed"/>: day, hour, weather, then the continuous columns, [n, 12].</summary>
    public static OnnxValue Features(this OnnxValue external) => OnnxMath.Concat(
        1,
        external.Embed(TaxiBjColumns.Day, "embed_day"),
        external.Embed(TaxiBjColumns.Hour, "embed_hour"),
        external.Embed(TaxiBjColumns.Weather, "embed_weather"),
        external.Narrow(1, 0, Continuous));

    /// <summary><see cref="Layers.ExternalEmbedding.ToMap"/> without its dropout: features [n, 12] to [n, cells].</summary>
    public static OnnxValue ToMap(this OnnxValue features, string name) =>
        features.Linear($"{name}.0").Relu().Linear($"{name}.3").Relu();
}
