using FineFlow.Torch.Layers;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.Plgf;

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

    /// <summary>
    /// Computes the products in an order without keys and values of the memory, which may be long: q (W_k m) is (q W_k) m, and
    /// sum_i a_i (W_v m_i) is W_v (sum_i a_i m_i). The keys' bias adds the same number to all scores of a query, so softmax ignores it.
    /// </summary>
    public override Tensor forward(Tensor query, Tensor memory)
    {
        using var scope = NewDisposeScope();
        var (batch, queries) = (query.shape[0], query.shape[1]);
        var projections = _projection.chunk(3);
        var biases = _projectionBias.chunk(3);
        var headWidth = _width / _heads;
        var q = nn.functional.linear(query, projections[0], biases[0]) * (1 / Math.Sqrt(headWidth));

        var asked = Heads(q).matmul(projections[1].reshape(_heads, headWidth, _width)).reshape(batch, _heads * queries, _width);
        var weights = memory.matmul(asked.transpose(1, 2)).softmax(1); // [B, Lk, heads * Lq]
        var mixed = weights.transpose(1, 2).matmul(memory).reshape(batch, _heads, queries, _width);
        var values = mixed.matmul(projections[2].reshape(_heads, headWidth, _width).transpose(1, 2));
        var attended = values.transpose(1, 2).reshape(query.shape) + biases[2];
        return scope.MoveToOuter(_output.call(attended));
    }

    /// <summary>
    /// Returns the work of the definition: the in-projections and the two attention products. The out-projection counts itself.
    /// </summary>
    public long MultiplyAdds(IReadOnlyList<Tensor> inputs)
    {
        var (batch, queries, keys) = (inputs[0].shape[0], inputs[0].shape[1], inputs[1].shape[1]);
        var projections = (queries + 2 * keys) * _width * _width;
        return batch * (projections + 2 * queries * keys * _width);
    }

    private Tensor Heads(Tensor x) => x.reshape(x.shape[0], x.shape[1], _heads, _width / _heads).transpose(1, 2);
}
