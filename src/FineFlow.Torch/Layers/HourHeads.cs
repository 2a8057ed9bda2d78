using System.Globalization;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FineFlow.Torch.Layers;

/// <summary>
/// One output convolution an hour of the day (CUFAR and UNO, "time_conv"): every sample passes through that of its hour.
/// Features [B, F, H, W] and head rows [B] int64 to [B, C, H, W].
/// </summary>
internal sealed class HourHeads : nn.Module<Tensor, Tensor, Tensor>, ICountsMultiplyAdds
{
    private const int Kernel = 3;
    private readonly Conv2d[] _heads;

    public HourHeads(int hours, int inputs, int outputs)
        : base(nameof(HourHeads))
    {
        _heads = [.. Enumerable.Range(0, hours).Select(_ => Same.Conv(inputs, outputs, Kernel))];
        for (var hour = 0; hour < hours; hour++)
        {
            register_module(hour.ToString(CultureInfo.InvariantCulture), _heads[hour]);
        }
    }

    /// <summary>The samples become the groups of one convolution, each with the weights of its own head.</summary>
    public override Tensor forward(Tensor features, Tensor rows)
    {
        using var scope = NewDisposeScope();
        var (batch, inputs, height, width) = (features.shape[0], features.shape[1], features.shape[2], features.shape[3]);
        var weights = stack(_heads.Select(head => head.weight)).index_select(0, rows).flatten(0, 1); // [B*C, F, 3, 3]
        var biases = stack(_heads.Select(head => head.bias!)).index_select(0, rows).flatten();
        var maps = nn.functional.conv2d(
            features.reshape(1, batch * inputs, height, width), weights, biases, padding: [Kernel / 2, Kernel / 2], groups: batch);
        return scope.MoveToOuter(maps.reshape(batch, -1, height, width));
    }

    /// <summary>Every output cell is a dot product over one filter of its sample's head.</summary>
    public long MultiplyAdds(IReadOnlyList<Tensor> inputs) =>
        inputs[0].numel() * _heads[0].weight.shape[0] * Kernel * Kernel;
}
