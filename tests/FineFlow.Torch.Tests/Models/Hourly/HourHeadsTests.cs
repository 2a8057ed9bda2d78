using FineFlow.Torch.Layers;
using FineFlow.Torch.Models.Hourly;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Models.Hourly;

public class HourHeadsTests
{
    [Fact]
    public void Every_sample_passes_through_the_head_of_its_row()
    {
        using var scope = NewDisposeScope();
        random.manual_seed(2);
        using var heads = new HourHeads(hours: 5, inputs: 6, outputs: 2);
        var features = randn(4, 6, 3, 7);
        long[] rows = [4, 0, 4, 2];

        var maps = heads.call(features, tensor(rows));

        var convolutions = heads.named_children().ToDictionary(c => c.name, c => (Conv2dSame)c.module);
        var one_by_one = cat([.. rows.Select((row, i) => convolutions[$"{row}"].call(features[i..(i + 1)]))]);
        Assert.True(maps.allclose(one_by_one, atol: 1e-5));
    }

    [Fact]
    public void Heads_without_a_sample_get_no_gradient()
    {
        using var scope = NewDisposeScope();
        using var heads = new HourHeads(hours: 4, inputs: 6, outputs: 1);

        heads.call(ones(3, 6, 4, 4), tensor(new long[] { 1, 3, 1 })).sum().backward();

        foreach (var (name, parameter) in heads.named_parameters())
        {
            Assert.Equal(name[0] is '1' or '3', parameter.grad!.count_nonzero().item<long>() > 0);
        }
    }

    [Fact]
    public void Multiply_adds_are_those_of_one_head_a_sample()
    {
        using var scope = NewDisposeScope();
        using var heads = new HourHeads(hours: 15, inputs: 6, outputs: 2);

        Assert.Equal(3 * (2 * 5 * 7) * (6 * 9), heads.MultiplyAdds([zeros(3, 6, 5, 7), zeros(3)]));
    }
}
