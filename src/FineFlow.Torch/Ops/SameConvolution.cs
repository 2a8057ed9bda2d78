using FineFlow.Torch.Ops.Kernels;
using static TorchSharp.torch;

namespace FineFlow.Torch.Ops;

/// <summary>
/// A convolution of stride 1 that keeps the maps' size by zero padding: [B, C, H, W] to [B, O, H, W]. The 3x3 kernels of
/// <see cref="WinogradConvolution"/> convolve maps in NHWC layout where sizes and processor allow it, libtorch all others.
/// </summary>
/// <remarks>Holds the kernels' form of the weights (<see cref="Prepare"/>), never the weights themselves.</remarks>
internal sealed class SameConvolution : IDisposable
{
    private const int WinogradKernel = 3;

    private readonly int _kernel, _groups, _subCells;
    private readonly bool _hasKernel;
    private readonly Lock _preparing = new();
    private bool _keeps;
    private WinogradWeights? _kept;

    /// <param name="inputs">Channels C.</param>
    /// <param name="outputs">Channels O.</param>
    /// <param name="kernel">Side of the filters.</param>
    /// <param name="groups">Groups of channels that are convolved by themselves.</param>
    /// <param name="subCells">
    /// Sub-cells r r that a PixelShuffle makes of the output's channels; see <see cref="SubPixelExpansion"/>.
    /// </param>
    public SameConvolution(int inputs, int outputs, int kernel, int groups, int subCells)
    {
        (_kernel, _groups, _subCells) = (kernel, groups, subCells);
        _hasKernel = kernel == WinogradKernel && groups == 1 && WinogradPanels.Admit(inputs, outputs);
    }

    /// <summary>Bytes of the kernels' form of the weights, where it is cached.</summary>
    public long KeptBytes
    {
        get
        {
            lock (_preparing)
            {
                return _kept?.Bytes ?? 0;
            }
        }
    }

    /// <summary>Caches the kernels' form of the weights for inference from now on, since the weights do not change.</summary>
    public void Prepare() => _keeps = true;

    /// <summary>Stops caching, since the weights change from now on.</summary>
    public void Unprepare()
    {
        _keeps = false;
        Forget();
    }

    /// <summary>Disposes of the cached form of weights that have changed.</summary>
    public void Forget()
    {
        lock (_preparing)
        {
            _kept?.Dispose();
            _kept = null;
        }
    }

    /// <summary>Convolves maps.</summary>
    /// <param name="input">Maps [B, C, H, W].</param>
    /// <param name="weight">Filters [O, C / groups, kernel, kernel].</param>
    /// <param name="bias">Biases [O], or null.</param>
    /// <returns>Maps [B, O, H, W].</returns>
    public Tensor Apply(Tensor input, Tensor weight, Tensor? bias) => _subCells == 1 && UsesKernel(input)
        ? ApplyKernel(input, weight, bias)
        : nn.functional.conv2d(input, weight, bias, padding: [_kernel / 2, _kernel / 2], groups: _groups);

    /// <inheritdoc/>
    public void Dispose() => Forget();

    /// <summary>Returns whether a kernel convolves these maps.</summary>
    internal bool UsesKernel(Tensor input) => _hasKernel && NativeKernels.IsOn && NhwcView.Fits(input);

    /// <summary>
    /// Convolves maps by a kernel, with the channels of each sub-cell side by side (<see cref="PixelShuffleLayout"/>).
    /// </summary>
    internal Tensor ApplyKernel(Tensor input, Tensor weight, Tensor? bias)
    {
        using var scope = NewDisposeScope();
        var ordered = bias is null ? null : PixelShuffleLayout.Order(bias, _subCells);
        var output = is_grad_enabled() && (input.requires_grad || weight.requires_grad)
            ? WinogradFunction.apply(input, PixelShuffleLayout.Order(weight, _subCells), ordered!)
            : Convolve(input, weight, ordered);
        return scope.MoveToOuter(output);
    }

    private Tensor Convolve(Tensor input, Tensor weight, Tensor? bias)
    {
        if (_keeps)
        {
            return WinogradFunction.Convolve(input, Kept(weight), bias);
        }

        using var weights = new WinogradWeights(PixelShuffleLayout.Order(weight, _subCells));
        return WinogradFunction.Convolve(input, weights, bias);
    }

    private WinogradWeights Kept(Tensor weight)
    {
        lock (_preparing)
        {
            return _kept ??= new WinogradWeights(PixelShuffleLayout.Order(weight, _subCells));
        }
    }
}
