using FineFlow.Core.Formats;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Torch.Tests.Training;

/// <summary>Two runs that must have ended alike.</summary>
internal static class SameTensors
{
    /// <summary>Network, averages, best weights and Adam's state, tensor for tensor; the position also holds times of day.</summary>
    public static void Assert(RunFolder expected, RunFolder actual)
    {
        using var first = SafetensorsFile.Open(expected.StateFile);
        using var second = SafetensorsFile.Open(actual.StateFile);
        Xunit.Assert.Equal(first.Entries.Select(e => e.Name), second.Entries.Select(e => e.Name));
        Xunit.Assert.All(first.Entries, entry => Xunit.Assert.Equal(Bytes(first, entry), Bytes(second, second[entry.Name])));
        Xunit.Assert.Equal(Weights(expected), Weights(actual));
    }

    private static byte[] Weights(RunFolder run) => File.ReadAllBytes(Path.Combine(run.ModelFolder, "weights.safetensors"));

    private static byte[] Bytes(SafetensorsFile file, SafetensorsEntry entry)
    {
        var bytes = new byte[entry.Length];
        file.Read(entry, bytes);
        return bytes;
    }
}
