using FineFlow.Torch.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FineFlow.Torch.Networks;

/// <summary>Counts the multiply-adds of one forward pass: convolutions, linear layers and attention products.</summary>
internal static class MultiplyAddCounter
{
    /// <summary>Returns the multiply-adds of one sample at the map size in the network's options.</summary>
    public static long PerSample(FlowNetwork network) => ByLayer(network).Values.Sum();

    /// <summary>Returns the multiply-adds of each layer, without those of the layers inside it.</summary>
    internal static Dictionary<nn.Module, long> ByLayer(FlowNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        var counts = new Dictionary<nn.Module, long>();
        var unhook = network.modules().Distinct().Select(module => Hook(module, count => Add(module, count))).OfType<Action>().ToList();
        var wasTraining = network.training;
        network.eval();
        try
        {
            var options = network.Options;
            var coarse = ones(1, options.InChannels, options.Height, options.Width, device: network.Device);
            var external = tensor(new float[] { 15, 5, 0, 0, 1, 8, 1 }, device: network.Device).unsqueeze(0);
            network.call(new FlowBatch(coarse, external));
        }
        finally
        {
            network.train(wasTraining);
            unhook.ForEach(remove => remove());
        }

        return counts;

        void Add(nn.Module module, long count) => counts[module] = counts.GetValueOrDefault(module) + count;
    }

    /// <summary>Passes the multiply-adds of each call of a layer to <paramref name="add"/>; returns the action that stops it.</summary>
    private static Action? Hook(nn.Module module, Action<long> add)
    {
        switch (module)
        {
            case nn.Module<Tensor, Tensor, Tensor> two and ICountsMultiplyAdds counting:
                return two.register_forward_hook((_, a, b, output) =>
                {
                    add(counting.MultiplyAdds([a, b]));
                    return output;
                }).remove;
            case nn.Module<Tensor, Tensor> one and ICountsMultiplyAdds counting:
                return one.register_forward_hook((_, input, output) =>
                {
                    add(counting.MultiplyAdds([input]));
                    return output;
                }).remove;
            case nn.Module<Tensor, Tensor> one and (Conv1d or Linear):
                return one.register_forward_hook((layer, _, output) =>
                {
                    add(Count(layer, output));
                    return output;
                }).remove;
            default:
                return null;
        }
    }

    /// <summary>Returns the work of a dot product over one filter for every element of the output.</summary>
    private static long Count(nn.Module layer, Tensor output)
    {
        var weight = layer.named_parameters().First(p => p.name == "weight").parameter;
        return output.numel() * (weight.numel() / weight.shape[0]);
    }
}
