using FineFlow.Torch.Layers;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.Hourly;

/// <summary>
/// UNO's encoder, the body of EDSR (Lim et al., CVPR 2017 workshops) without its upsampling: a convolution, residual blocks without batch
/// norm, a convolution, and a skip connection from the first convolution. [B, C, H, W] to [B, features, H, W].
/// </summary>
internal sealed class ResidualEncoder : nn.Module<Tensor, Tensor>
{
    private static readonly float[] MeanColor = [0.4488f, 0.4371f, 0.4040f];

    [ComponentName(Name = "head")]
    private readonly Sequential _head;
    [ComponentName(Name = "body")]
    private readonly Sequential _body;

    public ResidualEncoder(int inputs, int features, int blocks, double scale)
        : base(nameof(ResidualEncoder))
    {
        _head = nn.Sequential(new Conv2dSame(inputs, features, 3));
        _body = nn.Sequential(
            Enumerable.Range(0, blocks)
                .Select(nn.Module<Tensor, Tensor> (_) => new Block(features, scale))
                .Append(new Conv2dSame(features, features, 3)));
        register_module("sub_mean", MeanShift(-1));
        register_module("add_mean", MeanShift(1));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        var head = _head.call(input);
        return _body.call(head) + head;
    }

    /// <summary>Creates EDSR's shift of the mean colour: frozen and never applied to flows, but part of the published weights.</summary>
    private static Conv2dSame MeanShift(float sign)
    {
        var shift = new Conv2dSame(MeanColor.Length, MeanColor.Length, 1);
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        shift.Weight.copy_(eye(MeanColor.Length).reshape(shift.Weight.shape));
        shift.Bias!.copy_(TensorData.From(MeanColor, MeanColor.Length) * sign);
        shift.Weight.requires_grad = false;
        shift.Bias.requires_grad = false;
        return shift;
    }

    /// <summary>x + scale * conv-ReLU-conv(x).</summary>
    private sealed class Block : nn.Module<Tensor, Tensor>
    {
        [ComponentName(Name = "body")]
        private readonly Sequential _body;
        private readonly double _scale;

        public Block(int features, double scale)
            : base(nameof(Block))
        {
            _body = nn.Sequential(new Conv2dSame(features, features, 3), nn.ReLU(), new Conv2dSame(features, features, 3));
            _scale = scale;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            return scope.MoveToOuter(input + _scale * _body.call(input));
        }
    }
}
