using System.Text.Json;
using FineFlow.Core;
using FineFlow.Core.Settings;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Models.Histories;
using FineFlow.Torch.Networks;
using Microsoft.ML.OnnxRuntime;

namespace FineFlow.Onnx;

/// <summary>Reads what FineFlow wrote into an ONNX file beside the graph.</summary>
internal static class OnnxCard
{
    /// <summary>Returns the model's card.</summary>
    /// <exception cref="BadInputException">FineFlow did not write the file, or another version did, or it was changed.</exception>
    public static ModelCard Read(InferenceSession session, string path)
    {
        var metadata = session.ModelMetadata.CustomMetadataMap;
        if (!metadata.TryGetValue(OnnxNames.Format, out var format) || !metadata.TryGetValue(OnnxNames.Card, out var json))
        {
            throw new BadInputException(path, $"has no {OnnxNames.Card} in its metadata; an ONNX file that FineFlow exported is expected");
        }

        if (format != OnnxNames.CurrentFormat)
        {
            throw new BadInputException(path, $"is of format {format}; this version reads {OnnxNames.CurrentFormat}");
        }

        var card = Parse<ModelCard>(json, OnnxNames.Card, path);
        return ModelBundle.IsSealed(card)
            ? card
            : throw new BadInputException(path, "has another SHA-256 of model, options and recovery than its card says; it was changed");
    }

    /// <summary>Returns what the graph requires of its inputs.</summary>
    /// <exception cref="BadInputException">Inputs and output are not those of the card's model.</exception>
    public static InputRequirements Requirements(InferenceSession session, string model, NetworkOptions options, string path)
    {
        var metadata = session.ModelMetadata.CustomMetadataMap;
        var columns = metadata.TryGetValue(OnnxNames.Columns, out var json) ? Parse<ExternalSchema>(json, OnnxNames.Columns, path) : null;
        var inputs = session.InputMetadata;
        var infersFromHistory = options is HistoryOptions;
        var expected = new HashSet<string> { OnnxNames.Coarse };
        if (columns is not null)
        {
            expected.Add(OnnxNames.External);
        }

        if (infersFromHistory)
        {
            expected.Add(OnnxNames.Time);
        }

        if (!expected.SetEquals(inputs.Keys)
            || inputs[OnnxNames.Coarse].Dimensions is not [-1, var channels, var rows, var width]
            || channels != options.InChannels
            || !session.OutputMetadata.ContainsKey(OnnxNames.Fine))
        {
            throw new BadInputException(path, "has other inputs or outputs than its card says; it was changed");
        }

        return new(model, channels)
        {
            MapSize = rows < 0 ? null : (rows, width),
            External = columns is not null,
            Columns = columns,
            Time = infersFromHistory,
            AdmitsMissing = infersFromHistory,
        };
    }

    private static T Parse<T>(string json, string key, string path)
        where T : class
    {
        try
        {
            // The serializer itself does not look for repeated names inside a JsonObject; using one would fail later.
            using var _ = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return JsonSerializer.Deserialize<T>(json, JsonStyle.Line) ?? throw new JsonException();
        }
        catch (JsonException failure)
        {
            throw new BadInputException(path, $"{key} in its metadata is not what FineFlow writes there", failure);
        }
    }
}
