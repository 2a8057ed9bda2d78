using FineFlow.Core.Histories;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.Histories;

/// <summary>
/// A chosen kernel as a buffer of a network, so that it is saved with the weights: hours, other kind, strength, 1 / recency.
/// </summary>
internal static class KernelBuffer
{
    /// <summary>Returns a buffer with the kernel that holds before one is chosen.</summary>
    public static Tensor Create()
    {
        var buffer = zeros(4);
        Write(buffer, new(Hours: 0.7, OtherKind: 0.3));
        return buffer;
    }

    /// <summary>Returns the kernel of a buffer.</summary>
    public static HistoryKernel Read(Tensor buffer)
    {
        using var copy = buffer.detach().cpu();
        var values = copy.data<float>();
        return new(values[0], values[1], values[2], 1 / (double)values[3]);
    }

    /// <summary>Writes a kernel into a buffer.</summary>
    public static void Write(Tensor buffer, HistoryKernel kernel)
    {
        using var constant = no_grad();
        using var values = TensorData.From(
            [(float)kernel.Hours, (float)kernel.OtherKind, (float)kernel.Strength, (float)(1 / kernel.RecencyDays)], 4);
        buffer.copy_(values);
    }
}
