using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FineFlow.Core;
using FineFlow.Core.Formats;
using FineFlow.Core.Settings;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Training.Optimizers;
using static TorchSharp.torch;

namespace FineFlow.Torch.Training.Runs;

/// <summary>The file of a training state: tensors, the position, and a checksum over both.</summary>
internal static class StateFile
{
    private const string PositionKey = "position";
    private const string ChecksumKey = "sha256";

    /// <summary>Writes a state, whole or not at all.</summary>
    /// <exception cref="BadInputException">The file cannot be written.</exception>
    public static void Write(string path, TrainingPosition position, IReadOnlyList<NamedTensors> parts)
    {
        var json = JsonSerializer.Serialize(position, JsonStyle.Line);
        var writer = new SafetensorsWriter(
            new Dictionary<string, string> { [PositionKey] = json, [ChecksumKey] = Convert.ToHexStringLower(Checksum(json, parts)) });
        foreach (var (prefix, tensors) in parts)
        {
            WeightsFile.Add(writer, prefix, tensors);
        }

        writer.Write(path);
    }

    /// <summary>Fills tensors from a file.</summary>
    /// <returns>The position.</returns>
    /// <exception cref="BadInputException">The file is damaged or of another network; the tensors are then of no use.</exception>
    public static TrainingPosition Read(string path, IReadOnlyList<NamedTensors> parts)
    {
        using var file = SafetensorsFile.Open(path);
        if (!file.Metadata.TryGetValue(PositionKey, out var json) || !file.Metadata.TryGetValue(ChecksumKey, out var checksum))
        {
            throw new BadInputException(path, $"lacks '{PositionKey}' or '{ChecksumKey}'; it is no training state");
        }

        foreach (var (prefix, tensors) in parts)
        {
            WeightsFile.Read(path, file, prefix, tensors);
        }

        return Convert.ToHexStringLower(Checksum(json, parts)) == checksum
            ? JsonSerializer.Deserialize<TrainingPosition>(json, JsonStyle.Line)!
            : throw new BadInputException(path, "is damaged: its content has another SHA-256 than it says");
    }

    /// <summary>Returns the SHA-256 of a position and of all tensors.</summary>
    public static byte[] Checksum(string position, IReadOnlyList<NamedTensors> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(position));
        foreach (var tensor in parts.SelectMany(part => part.Tensors.Values))
        {
            using var scope = NewDisposeScope();
            hash.AppendData(tensor.detach().cpu().contiguous().bytes);
        }

        return hash.GetHashAndReset();
    }
}
