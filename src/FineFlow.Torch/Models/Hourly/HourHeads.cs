using System.Globalization;
using FineFlow.Torch.Layers;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.Hourly;

/// <summary>
/// One output convolution for each hour of the day (CUFAR and UNO, "time_conv"). Features [B, F, H, W] and head rows [B] int64 to
/// [B, C, H, W].
/// </summary>
internal sealed class HourHeads : nn.Module<Tensor, Tensor, Tensor>, ICountsMultiplyAdds
{
    private const int Kernel = 3;
    private readonly Conv2dSame[] _heads;

    public HourHeads(int hours, int inputs, int outputs)
        : base(nameof(HourHeads))
    {
        _heads = [.. Enumerable.Range(0, hours).Select(_ => new Conv2dSame(inputs, outputs, Kernel))];
        for (var hour = 0; hour < hours; hour++)
        {
            register_module(hour.ToString(CultureInfo.InvariantCulture), _heads[hour]);
        }
    }

    /// <summary>
    /// Multiplies each sample's cells with all nine taps of its head at once, then adds every product to the cell that its tap reaches. A
    /// product is added on the opposite side of its tap, hence the kernels are flipped.
    /// </summary>
    public override Tensor forward(Tensor features, Tensor rows)
    {
        using var scope = NewDisposeScope();
        var (batch, inputs, size) = (features.shape[0], features.shape[1], features.shape[2..]);
        var weights = stack(_heads.Select(head => head.Weight)).index_select(0, rows); // [B, C, F, 3, 3]
        var biases = stack(_heads.Select(head => head.Bias!)).index_select(0, rows).reshape(batch, -1, 1, 1);
        var taps = weights.flip(3, 4).flatten(3).transpose(2, 3).reshape(batch, -1, inputs); // [B, C * 9, F]
        var products = taps.bmm(features.flatten(2)); // [B, C * 9, H * W]
        return scope.MoveToOuter(
            nn.functional.fold(products, (size[0], size[1]), (Kernel, Kernel), padding: (Kernel / 2, Kernel / 2)) + biases);
    }

    /// <summary>Returns the work of a dot product over one filter of the sample's head for every output cell.</summary>
    public long MultiplyAdds(IReadOnlyList<Tensor> inputs) =>
        inputs[0].numel() * _heads[0].Weight.shape[0] * Kernel * Kernel;
}
