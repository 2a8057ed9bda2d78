using System.Runtime.Intrinsics;
using static TorchSharp.torch;
using V = System.Runtime.Intrinsics.Vector512<float>;

namespace FineFlow.Torch.Ops.Kernels;

/// <summary>Weights of a 3x3 convolution in the transformed form of <see cref="WinogradConvolution"/>.</summary>
internal sealed unsafe class WinogradWeights : IDisposable
{
    private const int Kernel = 3, Taps = Kernel * Kernel, Side = WinogradTransforms.Inputs;

    private readonly WinogradPanels _panels;
    private readonly Tensor _memory;

    /// <param name="weight">Weights [outputs, inputs, 3, 3].</param>
    /// <param name="transposed">Whether they convolve from the outputs back to the inputs, for gradients.</param>
    public WinogradWeights(Tensor weight, bool transposed = false)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        var used = transposed ? weight.transpose(0, 1).flip(2, 3) : weight;
        _panels = new((int)used.shape[1], (int)used.shape[0]);
        _memory = empty(_panels.Length).DetachFromDisposeScope();
        var taps = used.permute(1, 2, 3, 0).contiguous(); // [inputs, 3, 3, outputs]: outputs side by side
        var panels = Panels();
        KernelThreads.Each(panels.Length, i => Fill(taps, panels[i]));
    }

    public int Inputs => _panels.Inputs;

    public int Outputs => _panels.Outputs;

    public long Bytes => _memory.SizeInBytes();

    /// <summary>Returns the transformed weights.</summary>
    public WinogradPanels.Panel[] Panels() => _panels.In(TensorMemory.Of(_memory));

    public void Dispose() => _memory.Dispose();

    private void Fill(Tensor taps, WinogradPanels.Panel panel)
    {
        var outputs = _panels.Outputs;
        var rows = stackalloc V[Kernel * Side];
        for (var input = 0; input < Inputs; input++)
        {
            for (var output = 0; output < panel.Columns; output += V.Count)
            {
                var from = TensorMemory.Of(taps) + (nint)input * Taps * outputs + panel.First + output;
                for (var row = 0; row < Kernel; row++, from += Kernel * outputs)
                {
                    var r = rows + row * Side;
                    (r[0], r[1], r[2], r[3], r[4], r[5]) = WinogradTransforms.Taps(
                        Vector512.Load(from), Vector512.Load(from + outputs), Vector512.Load(from + 2 * outputs));
                }

                for (var across = 0; across < Side; across++)
                {
                    var to = panel.Matrix(across) + input * panel.Columns + output;
                    var (f0, f1, f2, f3, f4, f5) = WinogradTransforms.Taps(rows[across], rows[Side + across], rows[2 * Side + across]);
                    f0.Store(to);
                    f1.Store(to + 6 * panel.Stride);
                    f2.Store(to + 12 * panel.Stride);
                    f3.Store(to + 18 * panel.Stride);
                    f4.Store(to + 24 * panel.Stride);
                    f5.Store(to + 30 * panel.Stride);
                }
            }
        }
    }
}
