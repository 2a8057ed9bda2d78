using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.NeuralOde;

/// <summary>
/// Channel gate: scales each channel by the sigmoid of two small perceptrons' sum, over the channels' means and maxima. [B, C, H, W] to the
/// same shape.
/// </summary>
internal sealed class ChannelGate : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "mlp0")]
    private readonly Sequential _ofMeans;
    [ComponentName(Name = "mlp1")]
    private readonly Sequential _ofMaxima;

    public ChannelGate(int channels, int reduction)
        : base(nameof(ChannelGate))
    {
        _ofMeans = Perceptron(channels, channels / reduction);
        _ofMaxima = Perceptron(channels, channels / reduction);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        var gate = _ofMeans.call(input.mean([2, 3])) + _ofMaxima.call(input.amax([2, 3]));
        return input * gate.sigmoid().unsqueeze(-1).unsqueeze(-1);
    }

    /// <summary>Creates a perceptron. Its layers count from 1, since the published module flattens first.</summary>
    private static Sequential Perceptron(int channels, int hidden) => nn.Sequential(
        ("1", nn.Linear(channels, hidden)), ("2", nn.ReLU()), ("3", nn.Linear(hidden, channels)));
}
