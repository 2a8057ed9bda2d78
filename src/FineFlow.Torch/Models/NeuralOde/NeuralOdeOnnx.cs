using FineFlow.Torch.Export;

namespace FineFlow.Torch.Models.NeuralOde;

/// <summary>The blocks that FODE and UrbanODE share, as ONNX graphs.</summary>
internal static class NeuralOdeOnnx
{
    private const double Epsilon = 1e-5;

    /// <summary><see cref="OdeBlock"/>: one Runge-Kutta step of the 3/8 rule, in which the derivative appears four times.</summary>
    public static OnnxValue OdeStep(this OnnxValue input, Func<OnnxValue, OnnxValue> derivative)
    {
        var k1 = derivative(input);
        var k2 = derivative(input + k1 / 3);
        var k3 = derivative(input + (k2 - k1 / 3));
        var k4 = derivative(input + (k1 - k2 + k3));
        return input + (k1 + (k2 + k3) * 3 + k4) / 8;
    }

    /// <summary>An <see cref="OdeBlock"/> of a <see cref="FeatureDerivative"/>.</summary>
    public static OnnxValue FeatureOde(this OnnxValue input, string name, int groups) => input.OdeStep(x =>
        Norm(Norm(x.Conv($"{name}.odefunc.conv1"), $"{name}.odefunc.norm1", groups).Relu()
            .Conv($"{name}.odefunc.conv2"), $"{name}.odefunc.norm2", groups));

    /// <summary><see cref="ExternalOdes.Draw"/>.</summary>
    public static (OnnxValue Coarse, OnnxValue Fine, OnnxValue Evolved) Maps(
        this OnnxValue external, OdeNetworkOptions options, int coarseBlocks, int fineBlocks)
    {
        var drawn = external.Features().ToMap("ext2lr").Reshape(-1, 1, options.Height, options.Width);
        var coarse = drawn + RowOdes(drawn, "ode_blocks1", coarseBlocks);
        var fine = coarse.Doublings("ext2hr", options.Stages);
        var evolved = RowOdes(fine, "ode_blocks2", fineBlocks);
        return (coarse, fine + evolved, evolved);
    }

    /// <summary>Layer norm over the whole map, ReLU, convolution, ReLU: conv2 of both networks.</summary>
    public static OnnxValue NormedBody(this OnnxValue x) => LayerNorm(x, "conv2.0").Relu().Conv("conv2.2").Relu();

    /// <summary><see cref="ChannelGate"/>.</summary>
    public static OnnxValue Gated(this OnnxValue input, string name)
    {
        OnnxValue Perceptron(OnnxValue summary, string part) =>
            summary.Squeeze(2, 3).Linear($"{name}.ChannelGate.{part}.1").Relu().Linear($"{name}.ChannelGate.{part}.3");
        var gate = Perceptron(input.Mean(2, 3), "mlp0") + Perceptron(input.Max(2, 3), "mlp1");
        return input * gate.Sigmoid().Unsqueeze(2, 3);
    }

    private static OnnxValue RowOdes(OnnxValue map, string name, int blocks) => Enumerable.Range(0, blocks).Aggregate(map, (x, block) =>
        x.OdeStep(y =>
        {
            var prefix = Invariant($"{name}.{block}.odefunc");
            return y.Linear($"{prefix}.fc1").Elu().Linear($"{prefix}.fc2").Elu().Linear($"{prefix}.fc3");
        }));

    /// <summary><see cref="PreciseGroupNorm"/>, in 64-bit floats.</summary>
    private static OnnxValue Norm(OnnxValue x, string name, int groups) =>
        Standardised(x.Reshape(0, groups, -1), 2).Reshape(x.Sizes()).Affine(
            x.Graph.Channels($"{name}.weight"), x.Graph.Channels($"{name}.bias"));

    /// <summary><see cref="PreciseLayerNorm"/>, in 64-bit floats.</summary>
    private static OnnxValue LayerNorm(OnnxValue x, string name) =>
        Standardised(x, 1, 2, 3).Affine(x.Graph.Weight($"{name}.weight"), x.Graph.Weight($"{name}.bias"));

    private static OnnxValue Standardised(OnnxValue x, params long[] axes)
    {
        var precise = x.To(OnnxType.Double);
        var centred = precise - precise.Mean(axes);
        return centred / ((centred * centred).Mean(axes) + x.Graph.Double(Epsilon)).Sqrt();
    }

    private static OnnxValue Affine(this OnnxValue normed, OnnxValue scale, OnnxValue shift) =>
        (normed * scale.To(OnnxType.Double) + shift.To(OnnxType.Double)).To(OnnxType.Float);
}
