using FineFlow.Torch.Layers;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.Hourly;

/// <summary>
/// UNO's kernel integral: Galerkin attention over all cells, q (k^T v) / N without softmax, linear in the number of cells N, then two 1x1
/// convolutions. [B, C, H, W] to the same shape.
/// </summary>
internal sealed class GalerkinAttention : nn.Module<Tensor, Tensor>, ICountsMultiplyAdds
{
    [ComponentName(Name = "qkv_proj")]
    private readonly Conv2dSame _projection;
    [ComponentName(Name = "o_proj1")]
    private readonly Conv2dSame _output1;
    [ComponentName(Name = "o_proj2")]
    private readonly Conv2dSame _output2;
    [ComponentName(Name = "kln")]
    private readonly HeadNorm _keyNorm;
    [ComponentName(Name = "vln")]
    private readonly HeadNorm _valueNorm;
    private readonly int _heads;

    public GalerkinAttention(int channels, int heads, double epsilon)
        : base(nameof(GalerkinAttention))
    {
        _heads = heads;
        _projection = new Conv2dSame(channels, 3 * channels, 1);
        _output1 = new Conv2dSame(channels, channels, 1);
        _output2 = new Conv2dSame(channels, channels, 1);
        _keyNorm = new HeadNorm(heads, channels / heads, epsilon);
        _valueNorm = new HeadNorm(heads, channels / heads, epsilon);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var (batch, cells) = (input.shape[0], input.shape[2] * input.shape[3]);

        // For each head, the channels hold q, k and v: [B, heads, d, N] each. In this layout the operations over d read whole rows.
        var packed = _projection.call(input).reshape(batch, _heads, -1, cells).chunk(3, 2);
        var (query, key, value) = (packed[0], _keyNorm.call(packed[1]), _valueNorm.call(packed[2]));
        var kernel = value.matmul(key.transpose(2, 3)) / cells; // (k^T v)^T: [B, heads, d, d]
        var attended = kernel.matmul(query).reshape(input.shape) + input;

        // The second residual adds the block's input, not the attended features.
        return scope.MoveToOuter(_output2.call(nn.functional.gelu(_output1.call(attended))) + input);
    }

    /// <summary>Returns the work of the products k^T v and q (k^T v); the convolutions count themselves.</summary>
    public long MultiplyAdds(IReadOnlyList<Tensor> inputs) => 2 * inputs[0].numel() * (inputs[0].shape[1] / _heads);
}
