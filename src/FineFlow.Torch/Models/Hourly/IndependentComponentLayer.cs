using FineFlow.Torch.Layers;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.Hourly;

/// <summary>Batch norm, then dropout of single values: the "IC layer" of CUFAR and UNO. [B, C, H, W] to the same shape.</summary>
internal sealed class IndependentComponentLayer : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "batch_norm")]
    private readonly BatchNorm2d _norm;
    private readonly SeededDropout _dropout;

    public IndependentComponentLayer(int channels, double epsilon, double dropout)
        : base(nameof(IndependentComponentLayer))
    {
        _norm = nn.BatchNorm2d(channels, eps: epsilon);
        _dropout = new SeededDropout(dropout);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => _dropout.call(_norm.call(input));
}
