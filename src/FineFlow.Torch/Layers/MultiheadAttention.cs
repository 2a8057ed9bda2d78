using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineFlow.Torch.Layers;

/// <summary>
/// Multi-head attention with packed projections, under PyTorch's parameter names and initialisation.
/// Query [B, Lq, d], key = value [B, Lk, d] to [B, Lq, d].
/// </summary>
internal sealed class MultiheadAttention : nn.Module<Tensor, Tensor, Tensor>, ICountsMultiplyAdds
{
    [ComponentName(Name = "in_proj_weight")]
    private readonly Parameter _projection;
    [ComponentName(Name = "in_proj_bias")]
    private readonly Parameter _projectionBias;
    [ComponentName(Name = "out_proj")]
    private readonly Linear _output;
    private readonly int _width;
    private readonly int _heads;

    public MultiheadAttention(int width, int heads)
        : base(nameof(MultiheadAttention))
    {
        (_width, _heads) = (width, heads);
        _projection = new Parameter(empty(3 * width, width));
        _projectionBias = new Parameter(zeros(3 * width));
        _output = nn.Linear(width, width);
        nn.init.xavier_uniform_(_projection);
        nn.init.zeros_(_output.bias!);
        RegisterComponents();
    }

    public override Tensor forward(Tensor query, Tensor memory)
    {
        var q = Heads(nn.functional.linear(query, _projection[.._width], _projectionBias[.._width]));
        var keysAndValues = nn.functional.linear(memory, _projection[_width..], _projectionBias[_width..]).chunk(2, -1);
        var attended = nn.functional.scaled_dot_product_attention(q, Heads(keysAndValues[0]), Heads(keysAndValues[1]));
        return _output.call(attended.transpose(1, 2).reshape(query.shape));
    }

    /// <summary>The in-projections and the two attention products; the out-projection counts itself.</summary>
    public long MultiplyAdds(IReadOnlyList<Tensor> inputs)
    {
        var (batch, queries, keys) = (inputs[0].shape[0], inputs[0].shape[1], inputs[1].shape[1]);
        var projections = (queries + 2 * keys) * _width * _width;
        return batch * (projections + 2 * queries * keys * _width);
    }

    private Tensor Heads(Tensor x) => x.reshape(x.shape[0], x.shape[1], _heads, _width / _heads).transpose(1, 2);
}
