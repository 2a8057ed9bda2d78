using System.Buffers.Binary;
using System.Text.Json;
using FineFlow.Core.Formats;

namespace FineFlow.EndToEnd.Tests.Program;

/// <summary>What a training leaves in its run folder.</summary>
internal static class RunFiles
{
    public static string State(string run) => Path.Combine(run, "state", "training.safetensors");

    /// <summary>Lines of history.jsonl: finished epochs.</summary>
    public static int FinishedEpochs(string run) =>
        Path.Combine(run, "history.jsonl") is var path && File.Exists(path) ? File.ReadAllLines(path).Length : 0;

    /// <summary>Epochs and steps that the saved state has behind it.</summary>
    public static (int Epoch, int Step) Position(string run)
    {
        using var state = SafetensorsFile.Open(State(run));
        var position = JsonDocument.Parse(state.Metadata["position"]).RootElement;
        return (position.GetProperty("epoch").GetInt32(), position.GetProperty("step").GetInt32());
    }

    /// <summary>Two runs must have the same best weights, byte for byte, and the same last weights and optimizer state.</summary>
    public static void AssertSame(string expected, string actual)
    {
        Assert.Equal(File.ReadAllBytes(Weights(expected)), File.ReadAllBytes(Weights(actual)));
        Assert.Equal(Tensors(expected), Tensors(actual));
        Assert.Equal(FinishedEpochs(expected), FinishedEpochs(actual));
        Assert.DoesNotContain(Listing.Of(actual), name => name.EndsWith(".tmp", StringComparison.Ordinal));
    }

    private static string Weights(string run) => Path.Combine(run, "model", "weights.safetensors");

    /// <summary>All tensors' bytes; the header before them also holds times, which differ.</summary>
    private static byte[] Tensors(string run)
    {
        var bytes = File.ReadAllBytes(State(run));
        return bytes[(sizeof(long) + (int)BinaryPrimitives.ReadInt64LittleEndian(bytes))..];
    }
}
