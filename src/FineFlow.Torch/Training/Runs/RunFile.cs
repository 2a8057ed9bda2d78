using System.Text.Json;
using System.Text.Json.Nodes;
using FineFlow.Core;
using FineFlow.Core.Settings;
using FineFlow.Core.Storage;
using FineFlow.Torch.Losses;
using FineFlow.Torch.Models;
using FineFlow.Torch.Networks;

namespace FineFlow.Torch.Training.Runs;

/// <summary>run.json: a manifest as a document, in which the settings of the model and of the loss stand by their names.</summary>
internal static class RunFile
{
    private static readonly JsonSerializerOptions Written = OptionsFor(
        model: _ => throw new NotSupportedException(), loss: _ => throw new NotSupportedException());

    /// <summary>Reads a manifest and validates it against this build. What an older version did not know has its default.</summary>
    /// <exception cref="BadInputException">
    /// The file is no such document, or a model, loss or setting is unknown or out of range.
    /// </exception>
    public static RunManifest Read(string path)
    {
        var head = JsonStyle.Read<Head>(path);
        if (head.Format is < RunManifest.OldestFormat or > RunManifest.CurrentFormat)
        {
            throw new BadInputException(
                path, $"is of format {head.Format}; this version reads {RunManifest.OldestFormat} to {RunManifest.CurrentFormat}");
        }

        var options = OptionsFor(
            settings => BadInputException.Within(path, () => ModelCatalog.Find(head.Model).Configure(settings)),
            settings => BadInputException.Within(path, () => LossCatalog.Create(head.Loss, settings)));
        var run = JsonStyle.Read<RunManifest>(path, options) with { Format = RunManifest.CurrentFormat };
        return BadInputException.Within(path, run.Checked);
    }

    /// <summary>Writes a manifest, atomically.</summary>
    public static void Write(string path, RunManifest run) => AtomicFile.WriteText(path, JsonSerializer.Serialize(run, Written) + "\n");

    /// <summary>A manifest as the document's fields.</summary>
    public static JsonObject ToJson(RunManifest run) => (JsonObject)JsonSerializer.SerializeToNode(run, Written)!;

    private static JsonSerializerOptions OptionsFor(Func<JsonObject, NetworkOptions> model, Func<JsonObject, FlowLoss> loss) =>
        new(JsonStyle.Document) { Converters = { new SettingsConverter<NetworkOptions>(model), new SettingsConverter<FlowLoss>(loss) } };

    /// <summary>What decides how the rest of the document is read.</summary>
    private sealed record Head(int Format, string Model, string Loss);
}
