using System.Security.Cryptography;
using System.Text.Json;
using FineFlow.Core;
using FineFlow.Core.Drift;
using FineFlow.Core.Histories;
using FineFlow.Core.Settings;
using FineFlow.Torch.Models;
using FineFlow.Torch.Models.Histories;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace FineFlow.Torch.Inference;

/// <summary>A model on disk: a folder of <c>weights.safetensors</c> and <c>card.json</c> that is complete in itself.</summary>
public static class ModelBundle
{
    private const string Weights = "weights.safetensors";
    private const string Card = "card.json";
    private const string History = "history.npz";
    private const string Reference = "reference.json";

    /// <summary>Writes the weights, then the card with their hash, so that loading detects an incomplete write.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="weights">Parameters and buffers.</param>
    /// <param name="card">The card; its hashes are set here.</param>
    /// <param name="history">The history of a model that infers from one, which becomes a file of its own; null for others.</param>
    /// <param name="reference">The coarse maps of the training in brief, which become a file of their own; null where unknown.</param>
    /// <exception cref="BadInputException">The folder cannot be written.</exception>
    internal static void Save(
        string folder,
        IEnumerable<KeyValuePair<string, Tensor>> weights,
        ModelCard card,
        FineHistory? history = null,
        CoarseReference? reference = null)
    {
        ArgumentNullException.ThrowIfNull(card);
        var (path, historyPath) = (Path.Combine(folder, Weights), Path.Combine(folder, History));
        var referencePath = Path.Combine(folder, Reference);
        WeightsFile.Save(path, weights);
        if (history is not null)
        {
            HistoryFile.Save(historyPath, history);
        }

        reference?.Write(referencePath);
        JsonStyle.Write(Path.Combine(folder, Card), card with
        {
            WeightsSha256 = HashOf(path),
            NetworkSha256 = HashOf(card),
            HistorySha256 = history is null ? null : HashOf(historyPath),
            ReferenceSha256 = reference is null ? null : HashOf(referencePath),
        });
    }

    /// <summary>Loads a bundle from its folder, or from a run folder that holds one in <c>model/</c>.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="mode">How the output becomes a map that adds up; null for the card's own mode.</param>
    /// <param name="device">What it computes on: cpu, cuda, cuda:N or auto.</param>
    /// <exception cref="BadInputException">
    /// A file is missing, damaged, or contradicts the card, the network does not support the mode, or there is no such device.
    /// </exception>
    public static FlowModel Load(string folder, ConservationMode? mode = null, string device = Devices.Cpu)
    {
        var computesOn = Devices.Require(device);
        var place = Locate(folder);
        var cardPath = Path.Combine(place, Card);
        var weightsPath = Path.Combine(place, Weights);
        var card = JsonStyle.Read<ModelCard>(cardPath);
        if (card.Format != ModelCard.CurrentFormat)
        {
            throw new BadInputException(cardPath, $"is of format {card.Format}; this version reads {ModelCard.CurrentFormat}");
        }

        if (!File.Exists(weightsPath))
        {
            throw new BadInputException(weightsPath, "does not exist; the card beside it expects it");
        }

        if (!IsSealed(card))
        {
            throw new BadInputException(cardPath, "has another SHA-256 of model, options and recovery than it says; it was changed");
        }

        if (HashOf(weightsPath) != card.WeightsSha256)
        {
            throw new BadInputException(
                weightsPath,
                "has another SHA-256 than card.json says; it was changed, or the run was killed while writing it "
                + "(resuming the run repairs that)");
        }

        var network = BadInputException.Within(
            cardPath, () => ModelCatalog.CreateNetwork(card.Model, card.Options, mode ?? card.Recovery));
        try
        {
            WeightsFile.Load(weightsPath, network);
            LoadHistory(place, card, network);
            network.to(computesOn);
            return new FlowModel(network, card);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Loads a bundle as <see cref="Load"/> does, in a mode in which its maps add up: the card's mode where it does that, otherwise the one
    /// that its network supports.
    /// </summary>
    /// <exception cref="BadInputException">A file is missing, damaged, or contradicts the card.</exception>
    public static FlowModel LoadConserving(string folder, string device = Devices.Cpu) =>
        Load(folder, ConservingModeOf(ReadCard(folder)), device);

    /// <summary>
    /// Returns the mode in which a bundle's maps add up: the card's where it does that, otherwise the one that its network supports.
    /// </summary>
    /// <exception cref="BadInputException">The model is unknown.</exception>
    internal static ConservationMode ConservingModeOf(ModelCard card) =>
        (card.Recovery, ModelCatalog.Find(card.Model).Facts.Conserves) switch
        {
            (ConservationMode.AsPublished, ConservationGuarantee.UpToEpsilon) => ConservationMode.Exact,
            (ConservationMode.AsPublished, ConservationGuarantee.No) => ConservationMode.Projected,
            var (mode, _) => mode,
        };

    /// <summary>Returns a card with the hash of its own model, options and recovery.</summary>
    internal static ModelCard Sealed(ModelCard card) => card with { NetworkSha256 = HashOf(card) };

    /// <summary>Whether a card has the hash of its own model, options and recovery.</summary>
    internal static bool IsSealed(ModelCard card) => HashOf(card) == card.NetworkSha256;

    /// <summary>Returns the path of the card of a bundle, or of the bundle in a run folder; null where there is none.</summary>
    public static string? FindCard(string folder) =>
        new[] { Path.Combine(folder, Card), Path.Combine(folder, RunLayout.Model, Card) }.FirstOrDefault(File.Exists);

    /// <summary>Reads the card of a bundle, or of the one that a run folder holds in <c>model/</c>.</summary>
    /// <exception cref="BadInputException">There is none, or it cannot be read.</exception>
    public static ModelCard ReadCard(string folder) => JsonStyle.Read<ModelCard>(Path.Combine(Locate(folder), Card));

    /// <summary>Reads what a bundle, or the one in a run folder, keeps of the coarse maps that it was trained on.</summary>
    /// <returns>Null for the bundle of an older version, or of imported weights.</returns>
    /// <exception cref="BadInputException">There is no bundle, or a file is missing, damaged, or contradicts the card.</exception>
    internal static CoarseReference? ReadReference(string folder)
    {
        if (ReadCard(folder).ReferenceSha256 is not { } hash)
        {
            return null;
        }

        var path = Path.Combine(Locate(folder), Reference);
        return HashOf(path) == hash
            ? CoarseReference.Read(path)
            : throw new BadInputException(path, "has another SHA-256 than card.json says; it was changed");
    }

    private static string Locate(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new BadInputException(folder, $"is not a folder; expected a run or a model bundle{NearestName.QuestionOfPath(folder)}");
        }

        return Path.GetDirectoryName(FindCard(folder))
            ?? throw new BadInputException(
                folder, $"holds no model yet: neither {Card} nor {RunLayout.Model}/{Card} (no epoch has finished?)");
    }

    private static void LoadHistory(string folder, ModelCard card, FlowNetwork network)
    {
        if (network is not HistoryNetwork inferring || card.HistorySha256 is null)
        {
            return;
        }

        var path = Path.Combine(folder, History);
        if (!File.Exists(path))
        {
            throw new BadInputException(path, $"does not exist; a {card.Model} infers from it");
        }

        if (HashOf(path) != card.HistorySha256)
        {
            throw new BadInputException(path, "has another SHA-256 than card.json says; it was changed");
        }

        inferring.Use(HistoryFile.Load(path, inferring.FineShape, inferring.Options.ScaleFactor));
    }

    private static string HashOf(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(path, $"cannot be read: {failure.Message}", failure);
        }
    }

    private static string HashOf(ModelCard card)
    {
        var network = new { card.Model, card.Options, card.Recovery };
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(network, JsonStyle.Line)));
    }
}
