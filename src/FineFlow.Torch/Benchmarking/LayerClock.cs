using System.Diagnostics;
using static TorchSharp.torch;

namespace FineFlow.Torch.Benchmarking;

/// <summary>
/// Times the layers of a network through hooks, until disposed. A layer's time excludes the layers inside it, so that the sum over all
/// layers does not exceed the whole.
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

    /// <summary>The layers that took part in a forward pass.</summary>
    public IEnumerable<Layer> Times => _layers.Where(layer => layer.Calls > 0);

    /// <summary>Resets all times.</summary>
    public void Clear() => _layers.ForEach(layer => (layer.Calls, layer.Ticks) = (0, 0));

    public void Dispose() => _unhook.ForEach(remove => remove());

    /// <summary>Adds hooks. Layers of other signatures than these two count as part of the layer around them.</summary>
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

    /// <summary>A layer with its calls and time.</summary>
    internal sealed class Layer(string name, nn.Module module)
    {
        public nn.Module Module => module;

        public int Calls { get; set; }

        public long Ticks { get; set; }

        /// <summary>Returns the layer's time in one of several rounds.</summary>
        public LayerTime Share(int rounds, long multiplyAdds)
        {
            var seconds = Ticks / (double)Stopwatch.Frequency / rounds;
            var gflops = multiplyAdds == 0 ? 0 : 2e-9 * multiplyAdds / seconds;
            return new(name, module.GetType().Name, Calls / rounds, seconds, multiplyAdds, gflops);
        }
    }

    /// <summary>A layer that is computing, and the time of the layers inside it so far.</summary>
    private sealed class Running(long begin)
    {
        public long Begin => begin;

        public long Inside { get; set; }
    }
}
