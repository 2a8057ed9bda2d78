using FineFlow.Torch.Models.Plgf;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Models.Plgf;

public class MultiheadAttentionTests
{
    private const int Width = 12, Heads = 3;

    [Theory]
    [InlineData(1, 40)]
    [InlineData(4, 4)]
    [InlineData(5, 1)]
    public void The_order_of_the_products_changes_neither_answer_nor_gradient(int queries, int keys)
    {
        using var scope = NewDisposeScope();
        random.manual_seed(1);
        using var attention = new MultiheadAttention(Width, Heads);
        var weights = attention.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        using (no_grad())
        {
            weights["in_proj_bias"].normal_();
        }

        var query = randn(2, queries, Width).requires_grad_(true);
        var memory = randn(2, keys, Width).requires_grad_(true);
        var slope = randn(2, queries, Width);
        Tensor[] leaves = [query, memory, .. weights.Values];

        var answer = attention.call(query, memory);
        var textbook = Textbook(weights, query, memory);

        Assert.True(answer.allclose(textbook, 1e-5, 1e-5));
        var wanted = autograd.grad([textbook], leaves, [slope]);
        Assert.All(
            autograd.grad([answer], leaves, [slope]).Zip(wanted),
            gradient => Assert.True(gradient.First.allclose(gradient.Second, 1e-4, 1e-5)));
    }

    /// <summary>Queries, keys and values, as everybody writes it down.</summary>
    private static Tensor Textbook(Dictionary<string, TorchSharp.Modules.Parameter> weights, Tensor query, Tensor memory)
    {
        var (weight, bias) = (weights["in_proj_weight"].chunk(3), weights["in_proj_bias"].chunk(3));
        var q = Split(nn.functional.linear(query, weight[0], bias[0]));
        var k = Split(nn.functional.linear(memory, weight[1], bias[1]));
        var v = Split(nn.functional.linear(memory, weight[2], bias[2]));
        var heads = (q.matmul(k.transpose(-2, -1)) / Math.Sqrt(Width / (double)Heads)).softmax(-1).matmul(v);
        return nn.functional.linear(heads.transpose(1, 2).reshape(query.shape), weights["out_proj.weight"], weights["out_proj.bias"]);
    }

    private static Tensor Split(Tensor x) => x.reshape(x.shape[0], x.shape[1], Heads, Width / Heads).transpose(1, 2);
}
