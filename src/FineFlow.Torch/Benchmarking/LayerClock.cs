using System.Diagnostics;
using static TorchSharp.torch;

namespace FineFlow.Torch.Benchmarking;

/// <summary>
/// Times the layers of a network through hooks, until it is disposed of. A layer's time is its own: the layers inside it are taken
/// off, so that all together are no more than the whole.
/// </summary>
internal sealed class LayerClock : IDisposable
{
    private readonly List<Layer> _layers = [];
    private readonly List<Action> _unhook = [];
    private readonly Stack<Running> _running = new();

    public LayerClock(nn.Module network)
    {
        foreach (var (name, module) in network.named_modules().DistinctBy(named => named.module).Where(named => named.module != network))
        {
            Watch(new Layer(name, module));
        }
    }

    /// <summary>The layers that were passed through.</summary>
    public IEnumerable<Layer> Times => _layers.Where(layer => layer.Calls > 0);

    /// <summary>Forgets all times.</summary>
    public void Clear() => _layers.ForEach(layer => (layer.Calls, layer.Ticks) = (0, 0));

    public void Dispose() => _unhook.ForEach(remove => remove());

    /// <summary>Layers of other signatures than these two count as part of what they are in.</summary>
    private void Watch(Layer layer)
    {
        _layers.Add(layer);
        switch (layer.Module)
        {
            case nn.Module<Tensor, Tensor> one:
                _unhook.Add(one.register_forward_pre_hook((_, input) =>
                {
                    Enter();
                    return input;
                }).remove);
                _unhook.Add(one.register_forward_hook((_, _, output) =>
                {
                    Leave(layer);
                    return output;
                }).remove);
                break;
            case nn.Module<Tensor, Tensor, Tensor> two:
                _unhook.Add(two.register_forward_pre_hook((_, first, second) =>
                {
                    Enter();
                    return (first, second);
                }).remove);
                _unhook.Add(two.register_forward_hook((_, _, _, output) =>
                {
                    Leave(layer);
                    return output;
                }).remove);
                break;
        }
    }

    private void Enter() => _running.Push(new Running(Stopwatch.GetTimestamp()));

    private void Leave(Layer layer)
    {
        var ended = _running.Pop();
        var elapsed = Stopwatch.GetTimestamp() - ended.Begin;
        layer.Calls++;
        layer.Ticks += elapsed - ended.Inside;
        if (_running.TryPeek(out var around))
        {
            around.Inside += elapsed;
        }
    }

    /// <summary>What is known of a layer.</summary>
    internal sealed class Layer(string name, nn.Module module)
    {
        public nn.Module Module => module;

        public int Calls { get; set; }

        public long Ticks { get; set; }

        /// <summary>Its share of one of so many rounds.</summary>
        public LayerTime Share(int rounds, long multiplyAdds)
        {
            var seconds = Ticks / (double)Stopwatch.Frequency / rounds;
            return new(name, module.GetType().Name, Calls / rounds, seconds, multiplyAdds, multiplyAdds == 0 ? 0 : 2e-9 * multiplyAdds / seconds);
        }
    }

    /// <summary>A layer that is being passed through, and the time of the layers inside it so far.</summary>
    private sealed class Running(long begin)
    {
        public long Begin => begin;

        public long Inside { get; set; }
    }
}
