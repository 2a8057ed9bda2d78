using System.Text.Json;
using System.Text.Json.Serialization;

namespace FineFlow.Core.Datasets;

/// <summary>Description of a dataset, also as one JSON object with names in snake_case.</summary>
/// <param name="Folder">The folder that it was loaded from.</param>
/// <param name="Manifest">The content of its <c>dataset.json</c>, without the checksums.</param>
/// <param name="ScaleFactor">Upscaling factor N.</param>
/// <param name="Channels">Names of the flow channels.</param>
/// <param name="ExternalSchema">The columns of the external factors, if the splits have some.</param>
/// <param name="Splits">Descriptions of the loaded splits.</param>
/// <param name="Histogram">Histogram of the fine cells' flow over all splits.</param>
/// <param name="Fingerprint"><see cref="FlowDataset.Fingerprint"/>.</param>
/// <param name="Warnings">Warnings about unusual data.</param>
internal sealed record DatasetSummary(
    string Folder,
    DatasetManifest Manifest,
    int ScaleFactor,
    IReadOnlyList<string> Channels,
    [property: JsonIgnore] ExternalSchema? ExternalSchema,
    IReadOnlyList<SplitSummary> Splits,
    FlowHistogram Histogram,
    string Fingerprint,
    IReadOnlyList<string> Warnings)
{
    /// <summary>Summarises a loaded dataset.</summary>
    public static DatasetSummary Of(FlowDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return new(
            dataset.Folder,
            dataset.Manifest with { Checksums = null },
            dataset.ScaleFactor,
            dataset.Channels,
            dataset.Splits[0].External?.Schema,
            [.. dataset.Splits.Select(SplitSummary.Of)],
            FlowHistogram.Of(dataset.Splits.Select(split => split.Fine)),
            dataset.Fingerprint,
            dataset.Warnings);
    }

    /// <summary>Returns the summary as indented JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, DatasetSummaryJson.Default.DatasetSummary);
}

/// <summary>Summaries as JSON text.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(DatasetSummary))]
internal sealed partial class DatasetSummaryJson : JsonSerializerContext;
